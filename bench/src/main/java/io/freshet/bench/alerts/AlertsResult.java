package io.freshet.bench.alerts;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.bench.BenchOutcome;
import io.freshet.bench.Machine;
import io.freshet.bench.alerts.AlertReceiver.Told;
import io.freshet.bench.alerts.Judgement.Verdict;
import io.freshet.bench.alerts.Passages.Passage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;

/** Injections with what was told of them, and what is promised beside. */
public record AlertsResult(
    Machine machine,
    AlertsBench.Plan plan,
    Judgement judgement,
    Reported reported,
    List<String> problems)
    implements BenchOutcome {
  private static final double MILLIS = 1e3;
  private static final Duration LARGEST_DIFFERENCE = Duration.ofSeconds(1);

  public AlertsResult {
    problems = List.copyOf(problems);
  }

  /**
   * Reported staleness beside what was so.
   *
   * @param readings that were held against what was so
   * @param unseen those that were not, as the probe did not look in time
   * @param unmeasured how often there was none
   * @param largest difference of a reading
   */
  record Reported(int readings, int unseen, int unmeasured, Duration largest) {
    static Reported of(
        List<Reading> all,
        int unmeasured,
        Map<String, NavigableMap<Instant, Instant>> looks,
        Map<String, List<Passage>> passages) {
      List<Reading> seen =
          all.stream().filter(reading -> reading.isSeenBy(looks.get(reading.table()))).toList();
      Duration largest =
          seen.stream()
              .map(reading -> reading.differenceFrom(passages.get(reading.table())))
              .max(Duration::compareTo)
              .orElse(Duration.ZERO);

      return new Reported(seen.size(), all.size() - seen.size(), unmeasured, largest);
    }
  }

  /**
   * An injection as it is printed.
   *
   * @param named the hop of the alert; empty as the cause where nobody was told
   * @param delay not a number where nobody was told, or nothing was late
   * @param back likewise
   */
  public record Row(
      int number, String fault, String hop, String named, String cause, double delay, double back) {
    static Row of(Verdict verdict) {
      return new Row(
          verdict.injection().number(),
          verdict.injection().fault(),
          verdict.injection().hop(),
          verdict.alert().flatMap(Told::hop).orElse(""),
          verdict.alert().flatMap(Told::cause).orElse(""),
          verdict.delay().map(AlertsResult::seconds).orElse(Double.NaN),
          verdict.backAfter().map(AlertsResult::seconds).orElse(Double.NaN));
    }
  }

  public List<Row> rows() {
    return judgement.verdicts().stream().map(Row::of).toList();
  }

  /**
   * Seconds from a breach to its alert, by nearest rank; not a number where there was none.
   *
   * @param share such as 0.5
   */
  public double delay(double share) {
    List<Duration> delays = judgement.delays();
    int rank = (int) Math.ceil(share * delays.size());

    return delays.isEmpty() ? Double.NaN : seconds(delays.get(Math.max(0, rank - 1)));
  }

  public double hopsRight() {
    return judgement.hopsRight();
  }

  public int falseAlarms() {
    return judgement.falseAlarms().size();
  }

  /** In which nothing was late and nobody did anything. */
  public Duration calm() {
    return judgement.calm();
  }

  public int readings() {
    return reported.readings();
  }

  /** Of reported staleness from what was so. */
  public double largestDifference() {
    return seconds(reported.largest());
  }

  @Override
  public String bench() {
    return "alerts";
  }

  @Override
  public List<String> findings() {
    List<String> findings = new ArrayList<>(problems);
    findings.addAll(judgement.findings());
    if (reported.readings() == 0) {
      findings.add("No staleness was reported that could be compared");
    }
    if (reported.largest().compareTo(LARGEST_DIFFERENCE) > 0) {
      findings.add(
          String.format(
              Locale.ROOT,
              "Reported staleness was %.1f s from what was so; %.0f s are promised",
              largestDifference(),
              seconds(LARGEST_DIFFERENCE)));
    }

    return findings;
  }

  @Override
  public void describe(ObjectNode root) {
    root.put("seed", plan.seed()).put("budget_seconds", seconds(plan.budget()));
    root.putObject("promised")
        .put("alert_within_seconds", seconds(Judgement.ALERT_WITHIN))
        .put("hops_right", Judgement.HOPS_RIGHT)
        .put("false_alarms", 0)
        .put("staleness_difference_seconds", seconds(LARGEST_DIFFERENCE));
    if (!judgement.delays().isEmpty()) {
      root.putObject("alert_delay_seconds")
          .put("min", delay(0))
          .put("p50", delay(0.5))
          .put("max", delay(1));
    }
    if (!Double.isNaN(hopsRight())) {
      root.put("hops_right", hopsRight());
    }
    root.put("false_alarms", falseAlarms())
        .put("calm_seconds", seconds(calm()))
        .put("reported", reported.readings())
        .put("not_compared", reported.unseen())
        .put("not_reported", reported.unmeasured())
        .put("staleness_difference_seconds", largestDifference());
    ArrayNode runs = root.putArray("runs");
    rows().forEach(row -> put(runs.addObject(), row));
  }

  private static void put(ObjectNode node, Row row) {
    node.put("name", row.fault())
        .put("number", row.number())
        .put("peer", false)
        .put("hop", row.hop())
        .put("named", row.named())
        .put("likely_cause", row.cause());
    if (!Double.isNaN(row.delay())) {
      node.put("alert_delay_seconds", row.delay());
    }
    if (!Double.isNaN(row.back())) {
      node.put("back_after_seconds", row.back());
    }
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / MILLIS;
  }
}
