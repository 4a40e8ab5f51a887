package io.freshet.serving.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.serving.live.order.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a client makes of the messages it gets, and what is wrong with them. */
final class ToldOrder {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<String> types = new ArrayList<>();
  private final List<String> violations = new ArrayList<>();
  private Optional<ObjectNode> order = Optional.empty();
  private Version version = new Version(-1, -1);

  synchronized void take(String json) {
    try {
      JsonNode message = JSON.readTree(json);
      String type = message.path("type").asText();
      types.add(type);
      switch (type) {
        case "snapshot" -> {
          rise(message);
          order = Optional.of((ObjectNode) message.path("order"));
        }
        case "delta" -> {
          if (!version(message.path("from")).equals(version)) {
            violations.add("A delta from elsewhere than %s: %s".formatted(version, json));
          }
          rise(message);
          ObjectNode known = order.orElseThrow();
          known.setAll((ObjectNode) message.path("set"));
          message.path("unset").forEach(name -> known.remove(name.asText()));
        }
        default -> {}
      }
    } catch (JsonProcessingException | RuntimeException e) {
      violations.add("%s: %s".formatted(e, json));
    }
  }

  private void rise(JsonNode message) {
    Version next = version(message.path("version"));
    if (!next.isNewerThan(version)) {
      violations.add("From %s to %s".formatted(version, next));
    }
    version = next;
  }

  private static Version version(JsonNode pair) {
    return new Version(pair.path(0).asLong(-9), pair.path(1).asLong(-9));
  }

  synchronized List<String> types() {
    return List.copyOf(types);
  }

  synchronized List<String> violations() {
    return List.copyOf(violations);
  }

  synchronized Version version() {
    return version;
  }

  /** As JSON; {@code "nothing"} before the first snapshot. */
  synchronized JsonNode order() {
    return order
        .<JsonNode>map(ObjectNode::deepCopy)
        .orElseGet(() -> JSON.getNodeFactory().textNode("nothing"));
  }

  static JsonNode parsed(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }
}
