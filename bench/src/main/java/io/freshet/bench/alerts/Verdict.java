package io.freshet.bench.alerts;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What became of one injection at the table that was watched.
 *
 * @param breach empty: it has made nothing late
 * @param alert empty: nobody was told
 * @param back empty: nobody was told that the table is back
 */
record Verdict(
    Injection injection, Optional<Breach> breach, Optional<Told> alert, Optional<Told> back) {
  /**
   * @param breaches of the table, in order
   * @param until when the next injection began, or the run ended
   */
  static Verdict of(
      Injection injection, String table, List<Breach> breaches, List<Told> told, Instant until) {
    Optional<Breach> breach =
        breaches.stream().filter(each -> each.touches(injection.begun(), until)).findFirst();
    Optional<Told> alert =
        first(Told.BREACHED, table, told, injection.begun())
            .filter(each -> each.at().isBefore(until));
    Optional<Told> back =
        alert
            .flatMap(each -> first(Told.RECOVERED, table, told, each.at()))
            .filter(each -> each.at().isBefore(until));

    return new Verdict(injection, breach, alert, back);
  }

  private static Optional<Told> first(String state, String table, List<Told> told, Instant since) {
    return told.stream()
        .filter(each -> each.isOf(state, table) && !each.at().isBefore(since))
        .min(Comparator.comparing(Told::at));
  }

  /** From the breach to the alert; below zero where it came before. */
  Optional<Duration> delay() {
    return breach.flatMap(late -> alert.map(each -> Duration.between(late.begin(), each.at())));
  }

  /** From the end of the breach until that was told. */
  Optional<Duration> backAfter() {
    return breach.flatMap(late -> back.map(each -> Duration.between(late.end(), each.at())));
  }

  boolean isHopRight() {
    return alert.flatMap(Told::hop).filter(injection.hop()::equals).isPresent();
  }
}
