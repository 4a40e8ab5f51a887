package io.freshet.serving.live.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.serving.live.http.JsonObjects.Read;
import io.freshet.serving.live.order.OrderKey;
import io.freshet.serving.live.token.OrderTokens;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which order a token is to open, and for how long, as a service asks for it. */
record TokenWish(OrderKey order, Duration life) {
  private static final String EXAMPLE =
      "{\"market\": \"oslo\", \"order_id\": 17, \"seconds\": 10800}";

  private static final String MARKET = "market";
  private static final String ORDER_ID = "order_id";
  private static final String SECONDS = "seconds";
  private static final Set<String> MEMBERS = Set.of(MARKET, ORDER_ID, SECONDS);

  /** How much of what is wrong is said again to whoever sent it. */
  private static final int SHOWN_CHARACTERS = 100;

  /** A wish, or the first thing that is wrong with it: where it stands and what would be right. */
  static Read<TokenWish> read(JsonNode json) {
    if (!json.isObject()) {
      return refused("# is no object; send one such as " + EXAMPLE);
    }
    Optional<String> unknown =
        json.properties().stream()
            .map(Map.Entry::getKey)
            .filter(name -> !MEMBERS.contains(name))
            .findFirst();
    if (unknown.isPresent()) {
      return refused(
          "#/%s is not known here; send %s, the last may be left out"
              .formatted(shortened(unknown.get()), EXAMPLE));
    }
    JsonNode market = json.path(MARKET);
    if (!market.isTextual() || !OrderKey.isMarket(market.asText())) {
      return wrong(market, MARKET, "a market's name, " + OrderKey.MARKET_RULE);
    }
    JsonNode orderId = json.path(ORDER_ID);
    Optional<OrderKey> order =
        orderId.isIntegralNumber()
            ? OrderKey.of(market.asText(), orderId.asText())
            : Optional.empty();
    if (order.isEmpty()) {
      return wrong(orderId, ORDER_ID, OrderKey.ORDER_ID_RULE);
    }

    return life(json.path(SECONDS)).then(life -> Read.of(new TokenWish(order.get(), life)));
  }

  private static Read<Duration> life(JsonNode seconds) {
    long most = OrderTokens.MAX_LIFE.toSeconds();
    boolean isWithin = seconds.isInt() && seconds.asLong() >= 1 && seconds.asLong() <= most;
    if (!seconds.isMissingNode() && !isWithin) {
      return wrong(seconds, SECONDS, "a whole number from 1 to %d, or left out".formatted(most));
    }

    return Read.of(Duration.ofSeconds(seconds.asLong(OrderTokens.USUAL_LIFE.toSeconds())));
  }

  private static <T> Read<T> wrong(JsonNode value, String name, String right) {
    return refused(
        value.isMissingNode()
            ? "#/%s is missing; it must be %s".formatted(name, right)
            : "#/%s is %s; it must be %s".formatted(name, shortened(value.toString()), right));
  }

  private static <T> Read<T> refused(String wrong) {
    return Read.refused(Problem.of(422, "invalid_value", wrong));
  }

  private static String shortened(String given) {
    return given.length() <= SHOWN_CHARACTERS ? given : given.substring(0, SHOWN_CHARACTERS) + "…";
  }
}
