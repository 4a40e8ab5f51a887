package io.freshet.serving.live.order;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * A document that has been read through, as watchers are told it.
 *
 * @param fields not to be changed
 * @param arrivedNanos when this server got it
 */
public record OrderState(Version version, ObjectNode fields, long arrivedNanos) {
  /** Numbers stay as they were written. */
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** After which nothing changes; the contract {@code order_events} names all states. */
  private static final Set<String> FINAL_STATES = Set.of("delivered", "cancelled");

  /** Reads it; empty when it is no JSON object. */
  public static Optional<OrderState> of(OrderDocument document, long arrivedNanos) {
    try {
      JsonNode root = JSON.readTree(document.json());

      return root instanceof ObjectNode fields
          ? Optional.of(new OrderState(document.version(), fields, arrivedNanos))
          : Optional.empty();
    } catch (IOException broken) {
      return Optional.empty();
    }
  }

  public boolean isOver() {
    return FINAL_STATES.contains(fields.path("state").asText());
  }
}
