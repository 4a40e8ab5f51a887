package io.freshet.ingestion.sqlapps.sql;

import io.freshet.ingestion.sqlapps.application.Application;
import io.freshet.ingestion.sqlapps.application.Findings;
import io.freshet.ingestion.sqlapps.application.KnownContracts;
import io.freshet.ingestion.sqlapps.application.Place;
import io.freshet.ingestion.sqlapps.application.SinkTable;
import io.freshet.ingestion.sqlapps.application.SourceStream;
import io.freshet.ingestion.sqlapps.application.SqlStatement;
import io.freshet.ingestion.sqlapps.plan.OperatorPlan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.StatementSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds an application's SQL against its contracts, and plans it; without a cluster. Findings say
 * where in the file something is wrong.
 */
public final class SqlCheck {
  private static final Logger LOG = LoggerFactory.getLogger(SqlCheck.class);

  private final Application application;
  private final Findings findings;
  private final SqlSession session;
  private final Set<String> names;
  private final Set<String> brokenViews = new HashSet<>();
  private final Set<String> written = new HashSet<>();
  private final List<SqlStatement> inserts = new ArrayList<>();

  private SqlCheck(Application application, Findings findings, SqlSession session) {
    this.application = application;
    this.findings = findings;
    this.session = session;
    this.names = new TreeSet<>(session.names());
  }

  /**
   * The plan of the whole application; empty where findings say why there is none.
   *
   * @param contracts have every stream that the application names
   */
  public static Optional<OperatorPlan> plan(
      Application application, KnownContracts contracts, Findings findings) {
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    SqlSession session =
        SqlSession.open(environment, application, contracts, Connections.none(application.name()));

    return new SqlCheck(application, findings, session).plan();
  }

  private Optional<OperatorPlan> plan() {
    for (SqlStatement statement : application.sql().statements()) {
      check(statement);
    }
    requireUse();
    if (!findings.isEmpty()) {
      return Optional.empty();
    }
    StatementSet all = session.tables().createStatementSet();
    inserts.forEach(insert -> all.addInsertSql(insert.text()));

    return Optional.of(OperatorPlan.of(all.compilePlan().asJsonString()));
  }

  private void check(SqlStatement statement) {
    try {
      if (statement.view().isPresent()) {
        session.tables().executeSql(statement.text());
        names.add(statement.view().get());
      } else if (statement.target().isPresent()) {
        checkInsert(statement, statement.target().get());
      } else {
        findings.add(
            application.sql().place(statement.offset()),
            "this is no statement of an application: %s".formatted(beginning(statement)),
            "CREATE VIEW name AS SELECT …, or INSERT INTO sink SELECT …; tables come from sources"
                + " and sinks");
      }
    } catch (RuntimeException e) {
      // Flink's planner throws whatever comes up; what it says is the best that there is.
      LOG.debug("The planner failed statement={}", statement.offset(), e);
      report(statement, e);
    }
  }

  private void checkInsert(SqlStatement insert, String target) {
    if (!written.add(target)) {
      findings.add(
          application.sql().place(insert.offset()),
          "%s is written by two statements".formatted(target),
          "one INSERT with UNION ALL, so that the order of its rows is one");

      return;
    }
    OperatorPlan plan =
        OperatorPlan.of(session.tables().compilePlanSql(insert.text()).asJsonString());
    inserts.add(insert);
    if (application.stateTtl().isEmpty()) {
      plan.growing()
          .ifPresent(
              operator ->
                  findings.add(
                      application.sql().place(insert.offset()),
                      "the state of its %s grows for ever, and stateTtl is not said"
                          .formatted(operator.kind()),
                      "stateTtl: 1d for what nobody asks for later, stateTtl: never, or a window"));
    }
  }

  private void report(SqlStatement statement, RuntimeException failure) {
    statement.view().ifPresent(brokenViews::add);
    SqlProblem problem = SqlProblem.of(failure, names, session.columns());
    boolean follows =
        brokenViews.stream()
            .anyMatch(
                view ->
                    !statement.view().equals(Optional.of(view))
                        && problem.problem().contains("'" + view + "' not found"));
    if (!follows) {
      Place place = application.sql().place(statement, problem.line(), problem.column());
      findings.add(place, problem.problem(), problem.remedy());
    }
  }

  /** What is named and not used is a mistake of whoever wrote it, or of whoever reads it. */
  private void requireUse() {
    String sql = application.sql().text().toLowerCase(Locale.ROOT);
    for (SourceStream source : application.sources()) {
      if (!sql.matches("(?s).*\\b" + source.stream() + "\\b.*")) {
        findings.add(
            source.place(),
            "%s is not read by the SQL".formatted(source.stream()),
            "no such source");
      }
    }
    for (SinkTable sink : application.sinks()) {
      if (!sql.matches("(?s).*\\b" + sink.table() + "\\b.*")) {
        findings.add(
            sink.place(),
            "%s is not written by the SQL".formatted(sink.table()),
            "INSERT INTO %s, or no such sink".formatted(sink.table()));
      }
    }
  }

  private static String beginning(SqlStatement statement) {
    String[] words = statement.text().strip().split("\\s+", 4);

    return String.join(" ", List.of(words).subList(0, Math.min(3, words.length)));
  }
}
