package io.freshet.console.page;

import io.freshet.console.alerts.AlertFacts;
import io.freshet.console.board.Board;
import io.freshet.console.board.Standing;
import io.freshet.console.board.TableStatus;
import io.freshet.console.letters.DeadLetterFacts;
import io.freshet.console.pipeline.FlinkFacts;
import io.freshet.console.reading.Reading;
import io.freshet.console.receipts.Receipt;
import io.freshet.ingestion.deadletters.HourlyRate;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Stream;

/**
 * How stale every table is, the worst first.
 *
 * @param lead of the worst table, where one is late by now
 * @param runbook of the alert that the worst table has, where it has one, or that nothing can be
 *     measured
 * @param trouble why tables are shown as they stood before, where they are
 * @param glance what else is asked of all of them
 * @param measured when all tables were, last
 * @param filters one for each standing that some table has
 * @param domains that can be chosen
 * @param unknown of how many tables nothing is known
 * @param total all tables, whatever is sought
 */
public record HomePage(
    Frame frame,
    String headline,
    Optional<TableStatus> lead,
    Optional<String> runbook,
    Optional<Board.Trouble> trouble,
    Glance glance,
    Optional<Instant> measured,
    List<Filter> filters,
    SortedSet<String> domains,
    Sought sought,
    List<Row> rows,
    Pager pager,
    int unknown,
    int total,
    List<Command> commands) {

  /** What is sought. */
  public record Sought(String words, Optional<Standing> standing, String domain, int page) {
    static Sought of(Parameters parameters) {
      return new Sought(
          parameters.text(Parameters.WORDS),
          Standing.coded(parameters.text("standing")),
          parameters.text("domain"),
          parameters.page());
    }

    public String standingCode() {
      return standing.map(Standing::code).orElse("");
    }

    public boolean isAll() {
      return words.isEmpty() && standing.isEmpty() && domain.isEmpty();
    }

    private String address(String standingCode, int wanted) {
      Map<String, String> parameters = new LinkedHashMap<>();
      parameters.put(Parameters.WORDS, words);
      parameters.put("domain", domain);
      parameters.put("standing", standingCode);
      parameters.put(Parameters.PAGE, wanted > 1 ? Integer.toString(wanted) : "");

      return Links.with(Links.HOME, parameters);
    }

    private List<TableStatus> in(List<TableStatus> all) {
      if (isAll()) {
        return all;
      }
      String[] wanted =
          words.isEmpty() ? new String[0] : words.toLowerCase(Locale.ROOT).split(" +");

      return all.stream()
          .filter(table -> standing.isEmpty() || table.standing() == standing.get())
          .filter(
              table -> domain.isEmpty() || table.contract().documentation().domain().equals(domain))
          .filter(table -> table.matches(wanted))
          .toList();
    }
  }

  /** Shows the tables of one standing, or all. */
  public record Filter(Optional<Standing> standing, int tables, String address, boolean isChosen) {}

  /**
   * One table.
   *
   * @param proof the newest one
   * @param proofsAreKnown false until receipts are read: then nobody knows that there is none
   * @param letters dead letters of the last hour, where there were some
   * @param lettersAreKnown false until they have been counted: then nobody knows that there are
   *     none
   */
  public record Row(
      TableStatus table,
      Optional<Receipt> proof,
      boolean proofsAreKnown,
      Optional<HourlyRate> letters,
      boolean lettersAreKnown) {}

  /**
   * What is told beside the board.
   *
   * @param proofs the newest of each table
   * @param markets that Redis shows; empty where the settings name none
   * @param trino the version of the one that answers; likewise
   */
  public record Beside(
      AlertFacts alerts,
      Reading<Map<String, Receipt>> proofs,
      Reading<DeadLetterFacts> letters,
      Reading<FlinkFacts> flink,
      Optional<Reading<List<String>>> markets,
      Optional<Reading<String>> trino) {}

  public static HomePage of(Board board, Beside beside, Parameters parameters) {
    Sought sought = Sought.of(parameters);
    List<TableStatus> found = sought.in(board.worstFirst());
    Pager pager =
        Pager.of(found.size(), sought.page(), page -> sought.address(sought.standingCode(), page));
    Optional<DeadLetterFacts> letters = beside.letters().value();
    Optional<Map<String, Receipt>> proofs = beside.proofs().value();
    Optional<TableStatus> lead = board.trouble().isPresent() ? Optional.empty() : worst(board);

    return new HomePage(
        Frame.of("Tables", Frame.Place.TABLES, board, beside.proofs()),
        headline(board),
        lead,
        lead.isPresent() || board.trouble().isPresent()
            ? runbook(lead.map(TableStatus::name), board, beside.alerts())
            : Optional.empty(),
        board.trouble(),
        Glance.of(board, beside),
        board.roundEnded(),
        filters(board, sought),
        board.domains(),
        sought,
        pager.cut(found).stream()
            .map(
                table ->
                    new Row(
                        table,
                        proofs.map(known -> known.get(table.name())),
                        proofs.isPresent(),
                        letters.flatMap(facts -> facts.rate(table.contract().name())),
                        letters.isPresent()))
            .toList(),
        pager,
        board.count(Standing.UNKNOWN),
        board.worstFirst().size(),
        Command.tables());
  }

  /** Of those that are late themselves. */
  private static Optional<TableStatus> worst(Board board) {
    return board.worstFirst().stream()
        .filter(table -> table.diagnosis().isPresent() && !table.isDeadLetters())
        .findFirst();
  }

  /** Of the alert about that table; about all of them where none is given. */
  private static Optional<String> runbook(Optional<String> table, Board board, AlertFacts alerts) {
    return AlertsPage.open(board, alerts).stream()
        .filter(incident -> incident.alert().table().equals(table))
        .findFirst()
        .flatMap(AlertsPage::runbook);
  }

  private static List<Filter> filters(Board board, Sought sought) {
    Filter all =
        new Filter(
            Optional.empty(),
            board.worstFirst().size(),
            sought.address("", 1),
            sought.standing().isEmpty());

    return Stream.concat(
            Stream.of(all),
            Stream.of(Standing.values())
                .filter(each -> board.count(each) > 0)
                .map(
                    each ->
                        new Filter(
                            Optional.of(each),
                            board.count(each),
                            sought.address(each.code(), 1),
                            sought.standing().equals(Optional.of(each)))))
        .toList();
  }

  /** The answer to what somebody comes for. */
  static String headline(Board board) {
    int all = board.worstFirst().size();
    int late = board.count(Standing.LATE);
    int unreadable = board.count(Standing.UNREADABLE);
    if (all == 0) {
      return board.trouble().isPresent() ? "Nothing is known of any table" : "No tables yet";
    }
    if (board.trouble().isPresent()) { // how they stand now nobody knows
      return board
          .roundEnded()
          .map(at -> "Nothing has been measured since " + Texts.moment(at))
          .orElse("Nothing has been measured yet");
    }
    if (late > 0) {
      return "%s of %s %s late".formatted(Texts.count(late), tables(all), late == 1 ? "is" : "are");
    }
    if (unreadable > 0) {
      return "%s of %s can’t be read".formatted(Texts.count(unreadable), tables(all));
    }
    if (board.count(Standing.UNMEASURED) == all) {
      return "Measuring %s".formatted(tables(all));
    }
    if (board.count(Standing.FRESH) == all) {
      return all == 1 ? "The one table is fresh" : "All %s are fresh".formatted(tables(all));
    }

    int unmeasured = board.count(Standing.UNMEASURED);

    return unmeasured == 0
        ? "No table is late"
        : "No table is late so far; %s not measured yet".formatted(Texts.count(unmeasured));
  }

  private static String tables(int number) {
    return Texts.plural(number, "table", "tables");
  }
}
