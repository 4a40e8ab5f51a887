package io.freshet.assurance.history;

import io.freshet.assurance.freshness.Freshness;
import io.freshet.assurance.freshness.Freshness.Verdict;
import io.freshet.assurance.probe.Probed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How old what was found at one hop of one table was: an event of the contract {@code
 * freshness_history}.
 *
 * @param table with its namespace
 * @param hop as {@link Freshness.Hop} names it, or a step of a probe's event
 * @param at when it was measured
 * @param budget of the table, then
 * @param verdict on the table as a whole, or on the probe's event
 */
public record HopAge(
    String table,
    String hop,
    Instant at,
    Duration age,
    Duration budget,
    Verdict verdict,
    Means means) {
  static final String TABLE_NAME = "table_name";
  static final String HOP = "hop";
  static final String EVENT_TIME = "event_time";
  static final String AGE_SECONDS = "age_seconds";
  static final String BUDGET_SECONDS = "budget_seconds";

  private static final double MILLIS = 1000.0;

  /** What it was measured by. */
  public enum Means {
    COMMITS,
    PROBE;

    String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** One for each hop; none of a table of which nothing is known. */
  public static List<HopAge> of(Freshness freshness, Instant at) {
    return freshness.hops().stream()
        .map(
            hop ->
                new HopAge(
                    freshness.table(),
                    hop.name(),
                    at,
                    hop.age(),
                    freshness.budget(),
                    freshness.verdict(),
                    Means.COMMITS))
        .toList();
  }

  /**
   * One for each step of a probe's event that is known.
   *
   * @param table with its namespace
   */
  public static List<HopAge> of(Probed probed, String table) {
    List<HopAge> ages = new ArrayList<>();
    probed.toAnswer().ifPresent(age -> ages.add(step(probed, table, "answer", age)));
    ages.add(step(probed, table, "arrival", probed.toLog()));
    probed.toTable().ifPresent(age -> ages.add(step(probed, table, "table", age)));

    return ages;
  }

  private static HopAge step(Probed probed, String table, String hop, Duration age) {
    return new HopAge(
        table,
        hop,
        probed.sentAt(),
        age,
        probed.budget(),
        probed.ok() ? Verdict.FRESH : Verdict.LATE,
        Means.PROBE);
  }

  /** The same however often it is told. */
  String id() {
    return "%s/%s/%s/%d".formatted(table, hop, means.code(), at.toEpochMilli());
  }

  /** As {@link io.freshet.core.envelope.PayloadBuilder} takes them. */
  Map<String, Object> columns() {
    return Map.of(
        TABLE_NAME,
        table,
        HOP,
        hop,
        EVENT_TIME,
        at,
        AGE_SECONDS,
        age.toMillis() / MILLIS,
        BUDGET_SECONDS,
        budget.toMillis() / MILLIS,
        "standing",
        verdict.name().toLowerCase(Locale.ROOT),
        "measured_by",
        means.code());
  }
}
