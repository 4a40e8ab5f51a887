package io.freshet.serving.live.http;

import io.freshet.serving.live.menu.MenuKey;
import io.freshet.serving.live.order.OrderKey;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The addresses of this server. */
final class Paths {
  static final String BATCH = "/orders:batch";
  static final String TOKENS = "/tokens";

  private static final Pattern ORDER = Pattern.compile("/orders/([^/]+)/([^/]+)");
  private static final Pattern LIVE = Pattern.compile("/orders/([^/]+)/([^/]+)/live");
  private static final Pattern MENU = Pattern.compile("/restaurants/([^/]+)/([^/]+)/menu");

  private Paths() {}

  /** Of an order's document. */
  static Optional<OrderKey> order(String path) {
    return match(ORDER, path);
  }

  /** Of an order's changes. */
  static Optional<OrderKey> live(String path) {
    return match(LIVE, path);
  }

  /** Of a restaurant's menu. */
  static Optional<MenuKey> menu(String path) {
    Matcher matcher = MENU.matcher(path);

    return matcher.matches() ? MenuKey.of(matcher.group(1), matcher.group(2)) : Optional.empty();
  }

  private static Optional<OrderKey> match(Pattern pattern, String path) {
    Matcher matcher = pattern.matcher(path);

    return matcher.matches() ? OrderKey.of(matcher.group(1), matcher.group(2)) : Optional.empty();
  }
}
