package io.freshet.console.page;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

/** Where things are on this server; what is shown has an address that can be sent to somebody. */
public final class Links {
  public static final String HOME = "/";
  public static final String CONTRACTS = "/contracts";
  public static final String DEAD_LETTERS = "/dead-letters";
  public static final String RECEIPTS = "/receipts";
  public static final String PIPELINE = "/pipeline";
  public static final String EVENTS = "/events";
  public static final String QUERY = "/query";
  public static final String STOP = "/query/stop";
  public static final String ETA = "/eta";
  public static final String DATASETS = "/datasets";
  public static final String MAP = "/map";
  public static final String ORDERS = "/orders";
  public static final String ALERTS = "/alerts";
  public static final String RUNBOOKS = "/runbooks";
  public static final String ACCOUNT = "/account";
  public static final String LOGIN = "/login";
  public static final String LOGOUT = "/logout";
  static final String TABLES = "/tables/";

  private Links() {}

  public static String table(String name) {
    return TABLES + encoded(name);
  }

  /** Where a login begins that comes back to that address. */
  public static String login(String to) {
    return with(LOGIN, Map.of("to", to));
  }

  public static String contract(String name) {
    return CONTRACTS + "/" + encoded(name);
  }

  public static String runbook(String name) {
    return RUNBOOKS + "/" + encoded(name);
  }

  public static String receipt(String name) {
    return RECEIPTS + "/" + encoded(name);
  }

  public static String order(String market, long orderId) {
    return ORDERS + "/" + encoded(market) + "/" + orderId;
  }

  /** The page of an order that was under way at that time, whenever the link is followed. */
  public static String order(String market, long orderId, Instant at) {
    return with(
        order(market, orderId),
        Map.of("day", at.atOffset(ZoneOffset.UTC).toLocalDate().toString()));
  }

  /** With those of the parameters that say something. */
  public static String with(String path, Map<String, String> parameters) {
    StringBuilder query = new StringBuilder();
    parameters.forEach(
        (name, value) -> {
          if (!value.isEmpty()) {
            query.append(query.isEmpty() ? "?" : "&").append(name).append('=');
            query.append(encoded(value));
          }
        });

    return path + query;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
