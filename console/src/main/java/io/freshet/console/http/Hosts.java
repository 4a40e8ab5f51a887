package io.freshet.console.http;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * By which names the console may be called. A page of somebody else's whose name has been made to
 * lead here would otherwise be let read what a browser on this machine may.
 */
final class Hosts {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

  private final Set<String> allowed;

  /**
   * @param more beside those of the loopback address
   */
  Hosts(Set<String> more) {
    Set<String> all = new HashSet<>(LOOPBACK);
    more.forEach(host -> all.add(host.toLowerCase(Locale.ROOT)));
    this.allowed = Set.copyOf(all);
  }

  /**
   * @param host without its port; null where the request says none
   */
  boolean allow(String host) {
    return host != null && allowed.contains(host.toLowerCase(Locale.ROOT));
  }
}
