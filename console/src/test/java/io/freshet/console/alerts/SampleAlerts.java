package io.freshet.console.alerts;

import io.freshet.assurance.alert.Alert;
import io.freshet.assurance.alert.Diagnosis;
import io.freshet.assurance.alert.Webhook;
import io.freshet.console.board.Boards;
import io.freshet.core.contract.freshness.Hop;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Alerts as a console has told them. */
public final class SampleAlerts {
  private SampleAlerts() {}

  public static Alert breached(String table, Instant at) {
    return new Alert(
        Alert.State.BREACHED,
        Optional.of(table),
        at,
        Optional.of(Duration.ofSeconds(61)),
        Optional.of(Duration.ofSeconds(58)),
        Optional.of(new Diagnosis(Hop.FLINK, "no table of its writer commits: the job stands")),
        Optional.of("riders"));
  }

  /** Something else is the matter than was told first. */
  static Alert renewed(String table, Instant at, Diagnosis diagnosis) {
    return new Alert(
        Alert.State.RENEWED,
        Optional.of(table),
        at,
        Optional.of(Duration.ofSeconds(90)),
        Optional.of(Duration.ofSeconds(58)),
        Optional.of(diagnosis),
        Optional.of("riders"));
  }

  public static Alert recovered(String table, Instant at) {
    return new Alert(
        Alert.State.RECOVERED,
        Optional.of(table),
        at,
        Optional.of(Duration.ZERO),
        Optional.of(Duration.ofSeconds(58)),
        Optional.empty(),
        Optional.of("riders"));
  }

  /** Nothing is known of that table, though others are measured. */
  static Alert unmeasured(String table, Instant at) {
    return new Alert(
        Alert.State.UNMEASURED,
        Optional.of(table),
        at,
        Optional.empty(),
        Optional.empty(),
        Optional.of(new Diagnosis(Hop.COMMIT, "the table can't be read")),
        Optional.of("riders"));
  }

  public static Alert ofAll(Alert.State state, Instant at) {
    return new Alert(
        state,
        Optional.empty(),
        at,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** One that lasts of each table, and nobody is told. */
  public static AlertFacts open(List<String> tables) {
    return new AlertFacts(
        tables.stream().map(table -> Incident.begun(breached(table, Boards.NOW))).toList(),
        List.of(),
        Optional.empty());
  }

  /** One that lasts, as it was told at that moment. */
  public static AlertFacts open(Alert alert) {
    return new AlertFacts(List.of(Incident.begun(alert)), List.of(), Optional.empty());
  }

  /** One of {@code raw.rides} that lasts, and one that is over. */
  public static AlertFacts open(Optional<Webhook.Tally> webhook) {
    Instant before = Boards.NOW.minus(Duration.ofHours(2));

    return new AlertFacts(
        List.of(Incident.begun(breached("raw.rides", Boards.NOW.minusSeconds(30)))),
        List.of(
            Incident.begun(breached("raw.fares", before)).endedAt(before.plusSeconds(240)),
            Incident.begun(ofAll(Alert.State.UNMEASURED, before)).endedAt(before.plusSeconds(60))),
        webhook);
  }
}
