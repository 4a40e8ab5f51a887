package io.freshet.assurance.alert;

import io.freshet.assurance.alert.Alert.State;
import io.freshet.core.contract.freshness.Hop;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells what nightlies and backfills have found in days that they published, each once, and once
 * more when the day was computed anew and nothing is found any more. Holds no clock and sends
 * nothing. Not thread-safe.
 */
public final class FindingWatch {
  /** What was told of each day, and not yet taken back. */
  private final Map<Day, String> found = new HashMap<>();

  private record Day(String table, LocalDate date) {}

  /**
   * What the newest run of a day says.
   *
   * @param table that it published
   * @param what it found, in words; empty where all is well
   */
  public record Finding(String table, LocalDate day, Optional<String> what) {}

  /**
   * After a look.
   *
   * @param newest one of each day; days that are no longer looked at are missing, and forgotten
   */
  public List<Alert> judge(List<Finding> newest, Instant now) {
    List<Alert> alerts = new ArrayList<>();
    for (Finding finding : newest) {
      Day day = new Day(finding.table(), finding.day());
      if (finding.what().isEmpty() && found.remove(day) != null) {
        alerts.add(alert(State.SETTLED, finding, now));
      }
      finding
          .what()
          .filter(what -> !what.equals(found.put(day, what)))
          .ifPresent(what -> alerts.add(alert(State.FOUND, finding, now)));
    }
    found
        .keySet()
        .retainAll(newest.stream().map(each -> new Day(each.table(), each.day())).toList());

    return alerts;
  }

  private static Alert alert(State state, Finding finding, Instant now) {
    return new Alert(
        state,
        Optional.of(finding.table()),
        now,
        Optional.empty(),
        Optional.empty(),
        finding
            .what()
            .map(what -> new Diagnosis(Hop.NIGHTLY, "%s: %s".formatted(finding.day(), what))),
        Optional.empty());
  }
}
