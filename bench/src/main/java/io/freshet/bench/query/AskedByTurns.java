package io.freshet.bench.query;

import io.freshet.bench.Countdown;
import io.freshet.bench.Run.Standing;
import io.freshet.local.ProgressListener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * Asks questions of several tables by turns, each first as often, so that whatever else happens on
 * the machine falls on all.
 */
public final class AskedByTurns {
  private static final int WARM_UP = 3;
  private static final int TIMES = 15;

  private final Trino trino;
  private final ProgressListener progress;
  private final List<String> findings = new ArrayList<>();

  /** Good for one set of questions. */
  public AskedByTurns(Trino trino, ProgressListener progress) {
    this.trino = trino;
    this.progress = progress;
  }

  /**
   * One of the tables.
   *
   * @param title how its rows lie
   */
  public record Asked(String title, Standing standing, TableIdentifier table) {}

  /** For each question a run of each table, in their order. */
  public List<QueryRun> ask(List<Question> questions, List<Asked> tables) {
    Map<Question, Map<Asked, List<Trino.Answer>>> answers = new LinkedHashMap<>();
    Countdown countdown = new Countdown("queries", (long) TIMES * questions.size(), progress);
    for (int time = -WARM_UP; time < TIMES; time++) {
      for (Question question : questions) {
        Map<Asked, Trino.Answer> round = round(question, tables, time);
        if (round.values().stream().map(Trino.Answer::rows).distinct().count() > 1) {
          differs(question);
        }
        if (time >= 0) {
          keep(round, tables, answers.computeIfAbsent(question, unseen -> new LinkedHashMap<>()));
          countdown.at((long) time * questions.size());
        }
      }
    }
    List<QueryRun> runs = new ArrayList<>();
    answers.forEach(
        (question, byTable) ->
            byTable.forEach((asked, each) -> runs.add(run(question, asked, each))));

    return runs;
  }

  /** Questions that the tables answered differently. */
  public List<String> findings() {
    return List.copyOf(findings);
  }

  private Map<Asked, Trino.Answer> round(Question question, List<Asked> tables, int time) {
    Map<Asked, Trino.Answer> answers = new LinkedHashMap<>();
    for (int i = 0; i < tables.size(); i++) {
      Asked asked = tables.get(Math.floorMod(i + time, tables.size()));
      answers.put(asked, trino.ask(question.of(asked.table().toString())));
    }

    return answers;
  }

  private static void keep(
      Map<Asked, Trino.Answer> round,
      List<Asked> tables,
      Map<Asked, List<Trino.Answer>> ofQuestion) {
    for (Asked asked : tables) {
      ofQuestion.computeIfAbsent(asked, unseen -> new ArrayList<>()).add(round.get(asked));
    }
  }

  private void differs(Question question) {
    String finding = "The tables answer \"%s\" differently".formatted(question.name());
    if (!findings.contains(finding)) {
      findings.add(finding);
    }
  }

  private static QueryRun run(Question question, Asked asked, List<Trino.Answer> answers) {
    return new QueryRun(
        question.name(),
        asked.title(),
        asked.standing(),
        answers.stream().map(Trino.Answer::wallSeconds).toList(),
        answers.stream().mapToDouble(Trino.Answer::cpuSeconds).sum(),
        answers.stream().mapToLong(Trino.Answer::bytesRead).max().orElse(0));
  }
}
