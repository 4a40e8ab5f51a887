package io.freshet.assurance.history;

import io.freshet.assurance.freshness.Freshness;
import io.freshet.assurance.freshness.Freshness.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a round has measured of a table, made up: two hops, against a budget of a minute. */
final class Measured {
  static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");
  static final Duration BUDGET = Duration.ofMinutes(1);

  private Measured() {}

  static Freshness table(String name, int waits) {
    Duration age = Duration.ofSeconds(waits);

    return table(
        name,
        age.compareTo(BUDGET) > 0 ? Verdict.LATE : Verdict.FRESH,
        List.of(new Freshness.Hop("log", age), new Freshness.Hop("commit", Duration.ofSeconds(4))));
  }

  static Freshness unknown(String name) {
    return table(name, Verdict.UNKNOWN, List.of());
  }

  private static Freshness table(String name, Verdict verdict, List<Freshness.Hop> hops) {
    return new Freshness(
        name,
        BUDGET,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        hops.stream().map(Freshness.Hop::age).findFirst(),
        Optional.empty(),
        hops,
        verdict);
  }
}
