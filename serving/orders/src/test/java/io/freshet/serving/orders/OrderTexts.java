package io.freshet.serving.orders;

/** Bodies of requests. */
public final class OrderTexts {
  public static final String CUSTOMER = "100";
  public static final String RESTAURANT = "200";

  private OrderTexts() {}

  public static String order(String market) {
    return """
        {"market": "%s", "customer_id": 100, "restaurant_id": 200,
         "pickup_latitude": 37.7749, "pickup_longitude": -122.419416,
         "dropoff_latitude": 37.78, "dropoff_longitude": -122.4,
         "subtotal_minor": 2350, "currency": "USD",
         "actor": {"kind": "customer", "id": "100"}}"""
        .formatted(market);
  }

  /** A step by its usual actor: {@code preparing} by the restaurant. */
  public static String step(String state) {
    return switch (state) {
      case "confirmed", "preparing", "ready" -> step(state, "restaurant", RESTAURANT, "");
      case "cancelled" -> step(state, "customer", CUSTOMER, "\"reason\": \"customer_cancelled\"");
      default -> throw new IllegalArgumentException(state);
    };
  }

  /** What a dasher does with an order, or with an offer of one. */
  public static String step(String state, long dasher) {
    return step(
        state,
        "dasher",
        Long.toString(dasher),
        state.equals("dasher_assigned") ? "\"dasher_id\": " + dasher : "");
  }

  /**
   * A step by anybody.
   *
   * @param more members
   */
  public static String step(String state, String kind, String id, String more) {
    return """
        {"state": "%s", "actor": {"kind": "%s", "id": "%s"}%s}"""
        .formatted(state, kind, id, more.isEmpty() ? "" : ", " + more);
  }
}
