package io.freshet.console.page;

import io.freshet.assurance.alert.Alert;
import io.freshet.assurance.alert.Diagnosis;
import io.freshet.assurance.alert.FindingWatch;
import io.freshet.console.alerts.AlertFacts;
import io.freshet.console.alerts.Incident;
import io.freshet.console.board.Board;
import io.freshet.console.board.TableStatus;
import io.freshet.console.runbooks.Runbooks;
import io.freshet.core.contract.freshness.Hop;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What somebody was told of, or would have been, where the settings name no webhook.
 *
 * @param open some of the alerts that last, the oldest first
 * @param pager which of them: of a writer that stands, every table has one
 * @param over those that are over, the newest first
 * @param found what nightlies have found in days that they published, the newest day first
 * @param facts what of them was told, and to whom
 */
public record AlertsPage(
    Frame frame,
    String headline,
    List<Row> open,
    Pager pager,
    List<Row> over,
    List<Found> found,
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
    static Row of(Incident incident, Board board, Instant now) {
      Alert alert = incident.alert();
      Optional<TableStatus> table = alert.table().flatMap(board::table);

      return new Row(
          incident,
          table,
          incident.ended().isEmpty() ? waiting(alert, table, board, now) : alert.waiting(),
          AlertsPage.runbook(incident));
    }

    /** While nothing is measured whatever waited then waits on: the newest figure, and since. */
    private static Optional<Duration> waiting(
        Alert alert, Optional<TableStatus> table, Board board, Instant now) {
      Optional<Instant> measured = table.flatMap(TableStatus::measuredAt);
      boolean isToldSince = measured.filter(at -> !at.isBefore(alert.at())).isEmpty();
      if (isToldSince) {
        return alert.waiting().map(figure -> figure.plus(since(alert.at(), now)));
      }
      Optional<Duration> figure = table.flatMap(TableStatus::waiting).or(alert::waiting);

      return board.trouble().isPresent()
          ? figure.map(known -> known.plus(since(measured.orElseThrow(), now)))
          : figure;
    }

    private static Duration since(Instant then, Instant now) {
      return then.isAfter(now) ? Duration.ZERO : Duration.between(then, now);
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
  }

  /**
   * What a nightly has found in a day, and no later run has settled.
   *
   * @param name of the table that it published
   */
  public record Found(String name, Optional<TableStatus> table, LocalDate day, String what) {
    static Optional<Found> of(FindingWatch.Finding finding, Board board) {
      return finding
          .what()
          .map(
              what ->
                  new Found(finding.table(), board.table(finding.table()), finding.day(), what));
    }

    public String owner() {
      return table.map(known -> known.contract().documentation().owner()).orElse("");
    }

    public String runbook() {
      return Hop.NIGHTLY.code();
    }
  }

  /**
   * @param findings by the newest receipt of each day, which also say so of a day that is well
   */
  public static AlertsPage of(
      Board board,
      AlertFacts facts,
      List<FindingWatch.Finding> findings,
      Parameters parameters,
      Instant now) {
    List<Incident> open = open(board, facts);
    Pager pager =
        Pager.of(open.size(), parameters.page(), page -> Parameters.paged(Links.ALERTS, page));
    List<Found> found =
        findings.stream()
            .flatMap(finding -> Found.of(finding, board).stream())
            .sorted(Comparator.comparing(Found::day).reversed().thenComparing(Found::name))
            .toList();

    return new AlertsPage(
        Frame.of("Alerts", Frame.Place.ALERTS, board),
        headline(open.size(), found.size(), board),
        pager.cut(open).stream().map(incident -> Row.of(incident, board, now)).toList(),
        pager,
        facts.over().stream().map(incident -> Row.of(incident, board, now)).toList(),
        found,
        facts,
        List.of(
            new Command("What is late, and where", "./freshet freshness"),
            new Command("Everything at once", "./freshet doctor"),
            new Command("Rules for Prometheus", "./freshet contract alerts")));
  }

  /** Those of tables that have a contract still: nothing ends an alert of one that has none. */
  static List<Incident> open(Board board, AlertFacts facts) {
    return facts.open().stream()
        .filter(
            incident ->
                incident.alert().table().map(name -> board.table(name).isPresent()).orElse(true))
        .toList();
  }

  /** The page by which it is mended, where there is one. */
  static Optional<String> runbook(Incident incident) {
    return incident.alert().runbook().flatMap(Runbooks::named);
  }

  private static String headline(int open, int found, Board board) {
    if (open > 0) {
      return open == 1 ? "One alert lasts" : Texts.count(open) + " alerts last";
    }
    if (found > 0) {
      return found == 1
          ? "A nightly found something in a day"
          : "Nightlies found something in %s days".formatted(Texts.count(found));
    }

    return board.roundEnded().isPresent() ? "No alert lasts" : "Nothing was measured yet";
  }
}
