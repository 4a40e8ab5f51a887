package io.freshet.console.page;

import io.freshet.console.board.Board;
import io.freshet.console.board.TableStatus;
import io.freshet.console.query.Question;
import io.freshet.console.query.Question.Answered;
import io.freshet.console.query.Question.Failed;
import io.freshet.console.query.Question.Mistaken;
import io.freshet.console.query.Question.Refused;
import io.freshet.console.query.Question.Running;
import io.freshet.console.query.Question.Stopped;
import io.freshet.console.rows.Grid;
import io.freshet.console.rows.Viewer;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import io.freshet.core.lake.TableLayout;
import io.freshet.warehouse.trino.query.Mistake;
import io.freshet.warehouse.trino.query.Names;
import io.freshet.warehouse.trino.query.QueryLimits;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A box for a question to Trino, and the answer to the browser's last one.
 *
 * @param mayAsk whether whoever looks may
 * @param sql what stands in the box
 * @param problem why what was sent is not asked
 * @param question empty where none was asked, or another stands in the box
 * @param complaint what is wrong with the question, its place marked
 */
public record QueryPage(
    Frame frame,
    Viewer viewer,
    QueryLimits limits,
    boolean mayAsk,
    String sql,
    Optional<String> problem,
    Optional<Question> question,
    String headline,
    Optional<String> complaint,
    List<Command> commands) {
  /** What a statement may be as long as. */
  public static final int LONGEST = 10_000;

  private static final String TITLE = "Query";

  /**
   * Who looks.
   *
   * @param last what they have asked last
   */
  public record Looker(boolean mayAsk, Optional<Question> last) {}

  /** What somebody sees without having asked: a link never asks by itself. */
  public record Box(Optional<String> written, Optional<String> problem) {
    /** As an address fills it. */
    public static Box of(Parameters parameters) {
      return new Box(
          Optional.of(parameters.statement("sql")).filter(text -> !text.isBlank()),
          Optional.empty());
    }
  }

  public static QueryPage of(
      Board board, Viewer viewer, QueryLimits limits, Box box, Looker looker) {
    Optional<Question> shown =
        looker
            .last()
            .filter(
                question ->
                    box.problem().isEmpty()
                        && box.written().filter(text -> !text.equals(question.sql())).isEmpty());
    String sql = box.written().or(() -> shown.map(Question::sql)).orElse("");
    boolean isRunning = shown.filter(Question::isRunning).isPresent();

    return new QueryPage(
        Frame.still(TITLE, Frame.Place.QUERY).at(isRunning ? Frame.Pace.SOON : Frame.Pace.NEVER),
        viewer,
        limits,
        looker.mayAsk(),
        sql,
        box.problem(),
        shown,
        headline(shown, box.problem()),
        shown.flatMap(question -> complaint(question, board)),
        List.of(
            new Command(
                "The same on a terminal, as you",
                "./freshet sql " + (sql.isBlank() ? "" : Command.quoted(sql)))));
  }

  /** The rows of the answer, where there is one. */
  public Optional<Answered> answer() {
    return question
        .map(Question::outcome)
        .filter(Answered.class::isInstance)
        .map(Answered.class::cast);
  }

  public boolean isRunning() {
    return question.filter(Question::isRunning).isPresent();
  }

  private static String headline(Optional<Question> question, Optional<String> problem) {
    if (problem.isPresent()) {
      return "It was not asked";
    }
    if (question.isEmpty()) {
      return "Ask the lake";
    }
    Question.Outcome outcome = question.get().outcome();
    if (outcome instanceof Answered answered) {
      return headline(answered.grid());
    }
    if (outcome instanceof Running) {
      return "Asking Trino …";
    }
    if (outcome instanceof Mistaken) {
      return "Trino refused it";
    }
    if (outcome instanceof Refused) {
      return "It was not asked";
    }

    return outcome instanceof Stopped ? "Stopped" : "There is no answer";
  }

  private static String headline(Grid grid) {
    int rows = grid.rows().size();
    if (rows == 0) {
      return "No row";
    }

    return grid.isWhole()
        ? Texts.plural(rows, "row", "rows")
        : "The first " + Texts.plural(rows, "row", "rows");
  }

  private static Optional<String> complaint(Question question, Board board) {
    Question.Outcome outcome = question.outcome();
    if (outcome instanceof Mistaken mistaken) {
      return Optional.of(explained(mistaken.mistake(), question.sql(), board));
    }
    if (outcome instanceof Refused refused) {
      return Optional.of(refused.why());
    }

    return outcome instanceof Failed failed ? Optional.of(failed.why()) : Optional.empty();
  }

  private static String explained(Mistake mistake, String sql, Board board) {
    Set<String> near =
        mistake.unknownName().map(unknown -> names(board).like(unknown, sql)).orElse(Set.of());

    return mistake.explain(sql, near);
  }

  /** Those of the contracts, which everybody may know. */
  private static Names names(Board board) {
    Map<String, Set<String>> columns = new TreeMap<>();
    board.worstFirst().stream()
        .map(TableStatus::contract)
        .forEach(contract -> columns.put(TableLayout.name(contract).toString(), columns(contract)));

    return new Names(
        columns.keySet().stream()
            .map(table -> table.substring(0, table.indexOf('.')))
            .collect(Collectors.toSet()),
        columns);
  }

  private static Set<String> columns(Contract contract) {
    return contract.schema().fields().stream().map(Field::name).collect(Collectors.toSet());
  }
}
