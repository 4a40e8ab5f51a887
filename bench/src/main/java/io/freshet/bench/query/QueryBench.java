package io.freshet.bench.query;

import io.freshet.bench.Countdown;
import io.freshet.bench.Machine;
import io.freshet.bench.Stage;
import io.freshet.bench.query.Question.Subject;
import io.freshet.core.lake.TableLayout;
import io.freshet.local.FlinkApplication;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * An analyst's questions, asked of pings as we lay them out, and of the same laid out otherwise.
 */
public final class QueryBench {
  private static final String PINGS = "dasher_pings";
  private static final int WARM_UP = 3;
  private static final int TIMES = 15;

  /** Where SHOW STATS has them. */
  private static final int DISTINCT_VALUES = 2;

  private final Stage stage;
  private final FlinkApplication writer;
  private final Callable<?> maintenance;
  private final List<String> findings = new ArrayList<>();

  /**
   * Good for one run.
   *
   * @param maintenance merges and sorts wherever a day has two files
   */
  public QueryBench(Stage stage, FlinkApplication writer, Callable<?> maintenance) {
    this.stage = stage;
    this.writer = writer;
    this.maintenance = maintenance;
  }

  public QueryResult run(long rows) throws Exception {
    Machine machine = Machine.here();
    TableIdentifier ours = TableLayout.name(stage.contracts().require(PINGS));
    Catalog catalog = stage.catalog();
    try (AutoCloseable closing = (AutoCloseable) catalog) {
      new LaidOutPings(stage, writer, maintenance).fill(ours, rows, catalog);
      stage.progress().progress("queries", "writing the same rows in other layouts");
      OtherPings.make(ours, catalog, stage.settings());
      checkLayouts(catalog, ours);
    }
    try (Trino trino = Trino.open(stage.settings())) {
      for (Layout layout : Layout.values()) {
        checkRows(trino, layout.table(ours), rows);
        checkStatistics(trino, layout, layout.table(ours));
      }
      List<Question> questions = Question.about(subject(trino, ours));

      return new QueryResult(machine, rows, ask(trino, questions, ours), findings);
    }
  }

  private void checkLayouts(Catalog catalog, TableIdentifier name) {
    Table ours = catalog.loadTable(name);
    findings.addAll(LayoutCheck.laidOut(ours, PingDays.DAYS));
    findings.addAll(
        LayoutCheck.along(catalog.loadTable(Layout.Z_ORDER.table(name)), OtherPings.CURVE));
    findings.addAll(
        LayoutCheck.plain(catalog.loadTable(Layout.NONE.table(name)), ours.sortOrder()));
  }

  private void checkRows(Trino trino, TableIdentifier table, long rows) {
    long found = trino.number("select count(*) from " + table);
    if (found != rows) {
      findings.add("%s holds %d rows, not %d".formatted(table, found, rows));
    }
  }

  /** The platform counts no distinct values, so the others must do without, all but one. */
  private void checkStatistics(Trino trino, Layout layout, TableIdentifier table) {
    boolean counted =
        trino.ask("show stats for " + table).rows().stream()
            .anyMatch(column -> column.get(DISTINCT_VALUES) != null);
    if (counted != (layout == Layout.COUNTED)) {
      findings.add(
          "%s has %s statistics of distinct values".formatted(table, counted ? "" : "no").strip());
    }
  }

  private static Subject subject(Trino trino, TableIdentifier table) {
    List<Object> row =
        trino
            .ask(
                ("select market, dasher_id, cast((select min(event_time)"
                        + " + (max(event_time) - min(event_time)) / 2 from %1$s) as varchar),"
                        + " cast(avg(latitude) as decimal(9,6)), cast(avg(longitude) as decimal(9,6))"
                        + " from %1$s group by market, dasher_id"
                        + " order by count(*) desc, dasher_id limit 1")
                    .formatted(table))
            .rows()
            .get(0);

    return new Subject(
        row.get(0).toString(),
        Long.parseLong(row.get(1).toString()),
        row.get(2).toString(),
        row.get(3).toString(),
        row.get(4).toString());
  }

  /** All tables by turns, each first as often, so that whatever else happens falls on all. */
  private List<QueryRun> ask(Trino trino, List<Question> questions, TableIdentifier ours) {
    Map<Question, Map<Layout, List<Trino.Answer>>> answers = new LinkedHashMap<>();
    Countdown countdown =
        new Countdown("queries", (long) TIMES * questions.size(), stage.progress());
    for (int time = -WARM_UP; time < TIMES; time++) {
      for (Question question : questions) {
        Map<Layout, Trino.Answer> round = round(trino, question, ours, time);
        if (round.values().stream().map(Trino.Answer::rows).distinct().count() > 1) {
          differs(question);
        }
        if (time >= 0) {
          Map<Layout, List<Trino.Answer>> ofQuestion =
              answers.computeIfAbsent(question, unseen -> new EnumMap<>(Layout.class));
          round.forEach(
              (layout, answer) ->
                  ofQuestion.computeIfAbsent(layout, unseen -> new ArrayList<>()).add(answer));
          countdown.at((long) time * questions.size());
        }
      }
    }
    List<QueryRun> runs = new ArrayList<>();
    answers.forEach(
        (question, byLayout) ->
            byLayout.forEach((layout, each) -> runs.add(run(question, layout, each))));

    return runs;
  }

  private static Map<Layout, Trino.Answer> round(
      Trino trino, Question question, TableIdentifier ours, int time) {
    Layout[] layouts = Layout.values();
    Map<Layout, Trino.Answer> answers = new EnumMap<>(Layout.class);
    for (int i = 0; i < layouts.length; i++) {
      Layout layout = layouts[Math.floorMod(i + time, layouts.length)];
      answers.put(layout, trino.ask(question.of(layout.table(ours).toString())));
    }

    return answers;
  }

  private void differs(Question question) {
    String finding = "The tables answer \"%s\" differently".formatted(question.name());
    if (!findings.contains(finding)) {
      findings.add(finding);
    }
  }

  private static QueryRun run(Question question, Layout layout, List<Trino.Answer> answers) {
    return new QueryRun(
        question.name(),
        layout.title(),
        layout.standing(),
        answers.stream().map(Trino.Answer::wallSeconds).toList(),
        answers.stream().mapToDouble(Trino.Answer::cpuSeconds).sum(),
        answers.stream().mapToLong(Trino.Answer::bytesRead).max().orElse(0));
  }
}
