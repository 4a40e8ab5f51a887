package io.freshet.console.receipts;

import io.freshet.assurance.alert.FindingWatch.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What nightlies and backfills say of days that they published though a rule does not hold: that is
 * a rule which is told, and about something else than their rows.
 */
public final class Findings {
  /** Who was told a week ago and has done nothing about it is not told again by a new process. */
  private static final Duration WITHIN = Duration.ofDays(7);

  private Findings() {}

  /**
   * By the newest receipt of each day, those of a week.
   *
   * @param receipts the newest first
   */
  public static List<Finding> of(List<Receipt> receipts, Instant now) {
    Map<String, Finding> newest = new LinkedHashMap<>();
    for (Receipt receipt : receipts) {
      if (receipt.at().plus(WITHIN).isAfter(now)) {
        findings(receipt)
            .forEach(found -> newest.putIfAbsent(found.table() + " " + found.day(), found));
      }
    }

    return List.copyOf(newest.values());
  }

  /** Of how many days something was found, by table; 0 of a table whose days are well. */
  public static Map<String, Long> daysByTable(List<Receipt> receipts, Instant now) {
    Map<String, Long> days = new TreeMap<>();
    for (Finding finding : of(receipts, now)) {
      days.merge(finding.table(), finding.what().isPresent() ? 1L : 0L, Long::sum);
    }

    return days;
  }

  /** None of one that has published nothing: readers see what an earlier one said. */
  private static List<Finding> findings(Receipt receipt) {
    return receipt.run().filter(run -> receipt.ok()).stream()
        .flatMap(run -> run.days().stream())
        .map(day -> finding(receipt, day))
        .toList();
  }

  private static Finding finding(Receipt receipt, JobRun.Day day) {
    String what =
        day.checks().stream()
            .filter(check -> !check.ok())
            .map(check -> "%s: %s".formatted(check.rule(), String.join("; ", check.violations())))
            .collect(Collectors.joining("; "));

    return new Finding(
        String.join(", ", receipt.tables()),
        day.date(),
        Optional.of(what).filter(text -> !text.isEmpty()));
  }
}
