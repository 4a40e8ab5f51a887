package io.freshet.serving.orders.rules;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/** Every way in which an order can stand, by the names that the tests' table has for them. */
final class Standings {
  static final long DASHER = 7;
  static final long ANOTHER = 8;

  private Standings() {}

  static Map<String, Standing> all() {
    Map<String, Standing> all = new LinkedHashMap<>();
    for (String line :
        """
        created              created          created   -
        confirmed            confirmed        confirmed -
        preparing            preparing        preparing -
        preparing+dasher     preparing        preparing dasher
        ready                ready            ready     -
        ready+dasher         ready            ready     dasher
        assigned:confirmed   dasher_assigned  confirmed dasher
        assigned:preparing   dasher_assigned  preparing dasher
        assigned:ready       dasher_assigned  ready     dasher
        picked_up            picked_up        ready     dasher
        delivered            delivered        ready     dasher
        cancelled:created    cancelled        created   -
        cancelled:confirmed  cancelled        confirmed -
        cancelled:preparing  cancelled        preparing -
        cancelled:ready      cancelled        ready     -
        cancelled:confirmed+ cancelled        confirmed dasher
        cancelled:preparing+ cancelled        preparing dasher
        cancelled:ready+     cancelled        ready     dasher
        """
            .lines()
            .toList()) {
      String[] words = line.split(" +", -1);
      all.put(
          words[0],
          new Standing(
              state(words[1]),
              state(words[2]),
              words[3].equals("-") ? OptionalLong.empty() : OptionalLong.of(DASHER)));
    }

    return all;
  }

  private static OrderState state(String code) {
    return OrderState.valueOf(code.toUpperCase(Locale.ROOT));
  }
}
