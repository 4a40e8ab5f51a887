package io.freshet.console.page;

import io.freshet.assurance.alert.Alert;
import io.freshet.assurance.alert.Diagnosis;
import io.freshet.console.alerts.AlertFacts;
import io.freshet.console.alerts.Incident;
import io.freshet.console.board.Board;
import io.freshet.console.board.TableStatus;
import io.freshet.console.runbooks.Runbooks;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What somebody was told of, or would have been, where the settings name no webhook.
 *
 * @param open alerts that last, the oldest first
 * @param over those that are over, the newest first
 * @param facts what of them was told, and to whom
 */
public record AlertsPage(
    Frame frame,
    String headline,
    List<Row> open,
    List<Row> over,
    AlertFacts facts,
    List<Command> commands) {
  private static final String NOTHING_MEASURED = "Nothing can be measured";

  /**
   * One alert.
   *
   * @param waiting how long the oldest event has waited by now; as it was told where it is over
   * @param runbook by which it is mended, where there is one
   */
  public record Row(
      Incident incident,
      Optional<TableStatus> table,
      Optional<Duration> waiting,
      Optional<String> runbook) {
    static Row of(Incident incident, Board board) {
      Alert alert = incident.alert();
      Optional<TableStatus> table = alert.table().flatMap(board::table);

      return new Row(
          incident,
          table,
          incident.ended().isEmpty()
              ? table.flatMap(TableStatus::waiting).or(alert::waiting)
              : alert.waiting(),
          alert.runbook().flatMap(Runbooks::named));
    }

    /** The table, or that it is of all. */
    public String name() {
      return incident.alert().table().orElse(NOTHING_MEASURED);
    }

    public String cause() {
      return incident
          .alert()
          .diagnosis()
          .map(Diagnosis::cause)
          .orElse("catalog, object store or Kafka do not answer");
    }

    public String hop() {
      return incident.alert().diagnosis().map(known -> known.hop().code()).orElse("");
    }

    public String owner() {
      return incident.alert().owner().orElse("");
    }

    /** Of one table, and so no contract of it may be there any more. */
    boolean isGone() {
      return incident.alert().table().isPresent() && table.isEmpty();
    }
  }

  public static AlertsPage of(Board board, AlertFacts facts) {
    List<Row> open = open(board, facts);

    return new AlertsPage(
        Frame.of("Alerts", Frame.Place.ALERTS, board),
        headline(open.size(), board),
        open,
        facts.over().stream().map(incident -> Row.of(incident, board)).toList(),
        facts,
        List.of(
            new Command("What is late, and where", "./freshet freshness"),
            new Command("Everything at once", "./freshet doctor"),
            new Command("Rules for Prometheus", "./freshet contract alerts")));
  }

  /** Those of tables that have a contract still: nothing ends an alert of one that has none. */
  static List<Row> open(Board board, AlertFacts facts) {
    return facts.open().stream()
        .map(incident -> Row.of(incident, board))
        .filter(row -> !row.isGone())
        .toList();
  }

  private static String headline(int open, Board board) {
    if (open > 0) {
      return open == 1 ? "One alert lasts" : Texts.count(open) + " alerts last";
    }

    return board.roundEnded().isPresent() ? "No alert lasts" : "Nothing was measured yet";
  }
}
