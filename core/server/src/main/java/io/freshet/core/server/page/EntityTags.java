package io.freshet.core.server.page;

import java.util.stream.Stream;

/** Whether a client has already what it asks for. */
public final class EntityTags {
  private EntityTags() {}

  /**
   * By RFC 9110's weak comparison.
   *
   * @param known as {@code If-None-Match} has them; null when there is none
   */
  public static boolean hold(String known, String tag) {
    return known != null
        && Stream.of(known.split(","))
            .map(String::strip)
            .map(each -> each.startsWith("W/") ? each.substring(2) : each)
            .anyMatch(each -> each.equals("*") || each.equals(tag));
  }
}
