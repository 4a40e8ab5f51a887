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

  /**
   * Whom to forget, and where they are looked for.
   *
   * @param built tables that are built anew by others
   */
  public record Request(
      String kind,
      String id,
      List<Subject> subjects,
      List<BuiltTable> built,
      List<StreamRetention> streams,
      List<String> besides) {
    public Request {
      subjects = List.copyOf(subjects);
      built = List.copyOf(built);
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

    List<BuiltTable.Held> built = new ArrayList<>();
    for (BuiltTable table : request.built()) {
      progress.printf("Looking at %s%n", table.name());
      built.add(table.look());
    }

    return new ErasurePlan(
        request.kind(), request.id(), tables, built, request.streams(), request.besides());
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

    List<BuiltTable.Held> built =
        plan.built().stream().map(held -> held.built().letGo(reach)).toList();

    return receipt(plan, all, built, retention);
  }

  private ObjectNode receipt(
      ErasurePlan plan, List<Forgotten> all, List<BuiltTable.Held> built, Duration retention) {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("person", plan.kind())
            .put("id", plan.id())
            .put("at", clock.instant().toString())
            .put("rows_erased", all.stream().mapToLong(Forgotten::rows).sum())
            .put(
                "complete",
                all.stream().allMatch(Forgotten::isComplete)
                    && built.stream().allMatch(BuiltTable.Held::isNothing));
    ArrayNode tables = node.putArray("tables");
    all.forEach(table -> tables.add(table.toJson(retention)));
    ErasurePlan.putBuilt(built, retention, node);
    plan.putStreams(node);

    return node;
  }
}
