package io.freshet.console.page;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
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
  static final String TABLES = "/tables/";

  private Links() {}

  public static String table(String name) {
    return TABLES + encoded(name);
  }

  public static String contract(String name) {
    return CONTRACTS + "/" + encoded(name);
  }

  public static String receipt(String name) {
    return RECEIPTS + "/" + encoded(name);
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
