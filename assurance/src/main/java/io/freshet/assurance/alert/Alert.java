package io.freshet.assurance.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A change that somebody should know of.
 *
 * @param table empty where it is about measuring as such
 * @param waiting how long the oldest event that can't be queried yet has waited; at least, while
 *     nothing can be measured
 * @param alertAfter from how long on that is too long
 * @param diagnosis empty where nothing is wrong any more
 * @param owner who keeps the table, as its contract says; empty where it is about measuring
 */
public record Alert(
    State state,
    Optional<String> table,
    Instant at,
    Optional<Duration> waiting,
    Optional<Duration> alertAfter,
    Optional<Diagnosis> diagnosis,
    Optional<String> owner) {
  /** What has become of it. */
  public enum State {
    BREACHED,
    /** It lasts, and more is known of it: another hop or another cause. Nobody is to be woken. */
    RENEWED,
    RECOVERED,
    /**
     * Nothing is known of any table, as catalog or Kafka do not answer; or of the one that is
     * named, though others are measured.
     */
    UNMEASURED,
    MEASURED,
    /** A nightly has published a day, and found something in it that is not as it should be. */
    FOUND,
    /** The day was computed anew, and it is. */
    SETTLED;

    String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Which page of {@code docs/runbooks} says what to do; empty where there is nothing. */
  public Optional<String> runbook() {
    if (state == State.UNMEASURED) {
      return Optional.of("docs/runbooks/missing-data.md");
    }

    return diagnosis.map(each -> "docs/runbooks/%s.md".formatted(each.hop().code()));
  }

  /** Where the console shows what it is about. */
  String page() {
    return table.map("/tables/"::concat).orElse("/alerts");
  }

  /** Where the console shows the runbook. */
  Optional<String> runbookPage() {
    return runbook().map(file -> file.replaceFirst("^docs(/.*)\\.md$", "$1"));
  }
}
