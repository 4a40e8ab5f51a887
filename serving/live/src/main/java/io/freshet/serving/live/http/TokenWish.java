package io.freshet.serving.live.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.serving.live.order.OrderKey;
import io.freshet.serving.live.token.OrderTokens;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which order a token is to open, and for how long, as a service asks for it. */
record TokenWish(OrderKey order, Duration life) {
  static final String EXAMPLE = "{\"market\": \"oslo\", \"order_id\": 17, \"seconds\": 10800}";

  private static final String MARKET = "market";
  private static final String ORDER_ID = "order_id";
  private static final String SECONDS = "seconds";
  private static final Set<String> MEMBERS = Set.of(MARKET, ORDER_ID, SECONDS);

  private static final int SHOWN = 100;

  /** A wish, or the first thing that is wrong with it: where it stands and what would be right. */
  record Read(Optional<TokenWish> wish, String wrong) {}

  static Read read(JsonNode json) {
    Optional<String> wrong = wrong(json);
    if (wrong.isPresent()) {
      return new Read(Optional.empty(), wrong.get());
    }
    Duration life =
        Duration.ofSeconds(json.path(SECONDS).asLong(OrderTokens.USUAL_LIFE.toSeconds()));

    return new Read(
        OrderKey.of(json.path(MARKET).asText(), json.path(ORDER_ID).asText())
            .map(order -> new TokenWish(order, life)),
        "");
  }

  private static Optional<String> wrong(JsonNode json) {
    if (!json.isObject()) {
      return Optional.of("# is no object; send one such as " + EXAMPLE);
    }
    Optional<String> unknown =
        json.properties().stream()
            .map(Map.Entry::getKey)
            .filter(name -> !MEMBERS.contains(name))
            .findFirst();
    if (unknown.isPresent()) {
      return Optional.of(
          "#/%s is not known here; send %s, the last may be left out"
              .formatted(shortened(unknown.get()), EXAMPLE));
    }
    JsonNode market = json.path(MARKET);
    if (!market.isTextual() || !OrderKey.isMarket(market.asText())) {
      return wrong(market, MARKET, "a market's name, up to 64 letters, digits, - and _");
    }
    JsonNode orderId = json.path(ORDER_ID);
    if (!orderId.isIntegralNumber() || OrderKey.of(market.asText(), orderId.asText()).isEmpty()) {
      return wrong(orderId, ORDER_ID, "a whole number of up to 18 digits");
    }
    JsonNode seconds = json.path(SECONDS);
    long most = OrderTokens.MAX_LIFE.toSeconds();
    boolean isWithin = seconds.isInt() && seconds.asLong() >= 1 && seconds.asLong() <= most;

    return seconds.isMissingNode() || isWithin
        ? Optional.empty()
        : wrong(seconds, SECONDS, "a whole number from 1 to %d, or left out".formatted(most));
  }

  private static Optional<String> wrong(JsonNode value, String name, String right) {
    return Optional.of(
        value.isMissingNode()
            ? "#/%s is missing; it must be %s".formatted(name, right)
            : "#/%s is %s; it must be %s".formatted(name, shortened(value.toString()), right));
  }

  private static String shortened(String given) {
    return given.length() <= SHOWN ? given : given.substring(0, SHOWN) + "…";
  }
}
