package io.freshet.bench.query;

import io.freshet.bench.Countdown;
import io.freshet.bench.Machine;
import io.freshet.bench.Run.Standing;
import io.freshet.bench.Stage;
import io.freshet.bench.query.Question.Subject;
import io.freshet.core.lake.TableLayout;
import io.freshet.local.FlinkApplication;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;

/** Five questions of an analyst, asked of pings as we lay them out, and of the same without. */
public final class QueryBench {
  private static final String PINGS = "dasher_pings";
  private static final String PLAIN = PlainPings.TABLE.toString();
  private static final int WARM_UP = 3;
  private static final int TIMES = 15;

  /** Where SHOW STATS has them. */
  private static final int DISTINCT_VALUES = 2;

  private final Stage stage;
  private final FlinkApplication writer;
  private final Callable<?> maintenance;

  /**
   * @param maintenance merges and sorts wherever a day has two files
   */
  public QueryBench(Stage stage, FlinkApplication writer, Callable<?> maintenance) {
    this.stage = stage;
    this.writer = writer;
    this.maintenance = maintenance;
  }

  public QueryResult run(long rows) throws Exception {
    Machine machine = Machine.here();
    TableIdentifier table = TableLayout.name(stage.contracts().require(PINGS));
    List<String> findings = new ArrayList<>();
    Catalog catalog = stage.catalog();
    try (AutoCloseable closing = (AutoCloseable) catalog) {
      new LaidOutPings(stage, writer, maintenance).fill(table, rows, catalog);
      stage.progress().progress("queries", "writing the same rows without layout");
      PlainPings.copy(table, stage.settings());
      Table ours = catalog.loadTable(table);
      findings.addAll(LayoutCheck.laidOut(ours, PingDays.DAYS));
      findings.addAll(LayoutCheck.plain(catalog.loadTable(PlainPings.TABLE), ours.sortOrder()));
    }
    try (Trino trino = Trino.open(stage.settings())) {
      checkRows(trino, table.toString(), rows, findings);
      checkStatistics(trino, List.of(table.toString(), PLAIN), findings);
      List<Question> questions = Question.about(subject(trino, table));

      return new QueryResult(
          machine, rows, ask(trino, questions, table.toString(), findings), findings);
    }
  }

  private static void checkRows(Trino trino, String ours, long rows, List<String> findings) {
    long found = count(trino, ours);
    long plain = count(trino, PLAIN);
    if (found != rows || plain != rows) {
      findings.add("The tables hold %d and %d rows, not %d".formatted(found, plain, rows));
    }
  }

  /** The platform counts no distinct values, so the other table must do without as well. */
  private static void checkStatistics(Trino trino, List<String> tables, List<String> findings) {
    for (String table : tables) {
      boolean counted =
          trino.ask("show stats for " + table).rows().stream()
              .anyMatch(column -> column.get(DISTINCT_VALUES) != null);
      if (counted) {
        findings.add("%s has statistics of distinct values".formatted(table));
      }
    }
  }

  private static long count(Trino trino, String table) {
    return trino.number("select count(*) from " + table);
  }

  private static Subject subject(Trino trino, TableIdentifier table) {
    List<Object> row =
        trino
            .ask(
                ("select market, dasher_id, cast((select min(event_time)"
                        + " + (max(event_time) - min(event_time)) / 2 from %1$s) as varchar)"
                        + " from %1$s group by market, dasher_id"
                        + " order by count(*) desc, dasher_id limit 1")
                    .formatted(table))
            .rows()
            .get(0);

    return new Subject(
        row.get(0).toString(), Long.parseLong(row.get(1).toString()), row.get(2).toString());
  }

  /** Both tables by turns, so that whatever else the machine does falls on both. */
  private List<QueryRun> ask(
      Trino trino, List<Question> questions, String ours, List<String> findings) {
    Map<Question, List<Trino.Answer>> laidOut = new LinkedHashMap<>();
    Map<Question, List<Trino.Answer>> plain = new LinkedHashMap<>();
    Countdown countdown =
        new Countdown("queries", (long) TIMES * questions.size(), stage.progress());
    for (int time = -WARM_UP; time < TIMES; time++) {
      for (Question question : questions) {
        boolean oursFirst = time % 2 == 0;
        Trino.Answer first = trino.ask(question.of(oursFirst ? ours : PLAIN));
        Trino.Answer second = trino.ask(question.of(oursFirst ? PLAIN : ours));
        String differs = "The tables answer \"%s\" differently".formatted(question.name());
        if (!first.rows().equals(second.rows()) && !findings.contains(differs)) {
          findings.add(differs);
        }
        if (time >= 0) {
          add(laidOut, question, oursFirst ? first : second);
          add(plain, question, oursFirst ? second : first);
          countdown.at((long) time * questions.size());
        }
      }
    }
    List<QueryRun> runs = new ArrayList<>();
    for (Question question : questions) {
      runs.add(run(question, "our layout", Standing.OURS, laidOut.get(question)));
      runs.add(run(question, "no layout", Standing.PEER, plain.get(question)));
    }

    return runs;
  }

  private static void add(
      Map<Question, List<Trino.Answer>> answers, Question question, Trino.Answer answer) {
    answers.computeIfAbsent(question, unseen -> new ArrayList<>()).add(answer);
  }

  private static QueryRun run(
      Question question, String layout, Standing standing, List<Trino.Answer> answers) {
    return new QueryRun(
        question.name(),
        layout,
        standing,
        answers.stream().map(Trino.Answer::wallSeconds).toList(),
        answers.stream().mapToDouble(Trino.Answer::cpuSeconds).sum(),
        answers.stream().mapToLong(Trino.Answer::bytesRead).max().orElse(0));
  }
}
