package io.freshet.ingestion.writer.erasure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.lake.CommitListener;
import io.freshet.ingestion.writer.rewrite.HeldRows;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Erases what tables know of one person, table by table, each in a commit of its own beside its
 * writers. One that is killed halfway goes on when it is run again: what is gone stays gone, and is
 * accounted for. Not thread-safe.
 */
public final class Erasure {
  private final CommitListener listener;
  private final InstantSource clock;
  private final PrintStream progress;

  /**
   * @param listener hears of each commit
   * @param progress is told which table it is at
   */
  public Erasure(CommitListener listener, InstantSource clock, PrintStream progress) {
    this.listener = listener;
    this.clock = clock;
    this.progress = progress;
  }

  /** Whom to forget, and where they are looked for. */
  public record Request(
      String kind,
      String id,
      List<Subject> subjects,
      List<StreamRetention> streams,
      List<String> besides) {
    public Request {
      subjects = List.copyOf(subjects);
      streams = List.copyOf(streams);
      besides = List.copyOf(besides);
    }
  }

  /** Looks for the person. Changes nothing. */
  public ErasurePlan plan(Request request) {
    List<ErasurePlan.TablePlan> tables = new ArrayList<>();
    for (Subject subject : request.subjects()) {
      progress.printf("Looking at %s%n", subject.name());
      HeldRows.Found found = new HeldRows(subject.table(), subject.rows()).count();
      tables.add(new ErasurePlan.TablePlan(subject, found, OlderStates.of(subject)));
    }

    return new ErasurePlan(
        request.kind(), request.id(), tables, request.streams(), request.besides());
  }

  /**
   * Does it.
   *
   * @param retention after which maintenance lets snapshots go
   * @return the receipt; {@code complete} when no state of any table holds the person any more
   */
  public ObjectNode run(ErasurePlan plan, Reach reach, Duration retention) {
    List<Forgotten> all = new ArrayList<>();
    for (ErasurePlan.TablePlan table : plan.tables()) {
      progress.printf("Erasing from %s%n", table.subject().name());
      TableErasure erasure = new TableErasure(table.subject(), listener, clock);
      all.add(erasure.letGo(erasure.forget(), reach));
    }

    return receipt(plan, all, retention);
  }

  private ObjectNode receipt(ErasurePlan plan, List<Forgotten> all, Duration retention) {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("person", plan.kind())
            .put("id", plan.id())
            .put("at", clock.instant().toString())
            .put("rows_erased", all.stream().mapToLong(Forgotten::rows).sum())
            .put("complete", all.stream().allMatch(Forgotten::isComplete));
    ArrayNode tables = node.putArray("tables");
    all.forEach(table -> tables.add(table.toJson(retention)));
    plan.putStreams(node);

    return node;
  }
}
