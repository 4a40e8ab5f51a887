package io.freshet.ingestion.writer.erasure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.ingestion.writer.rewrite.HeldRows;
import java.time.Duration;
import java.util.List;

/**
 * Where a person is known, and what will become of it.
 *
 * @param kind of person, as {@code dasher}
 * @param built what tables hold that others build anew
 * @param streams of the log, which nothing is taken from before its time
 * @param besides what is not looked at
 */
public record ErasurePlan(
    String kind,
    String id,
    List<TablePlan> tables,
    List<BuiltTable.Held> built,
    List<StreamRetention> streams,
    List<String> besides) {
  public ErasurePlan {
    tables = List.copyOf(tables);
    built = List.copyOf(built);
    streams = List.copyOf(streams);
    besides = List.copyOf(besides);
  }

  /**
   * One table.
   *
   * @param found in its current state
   */
  record TablePlan(Subject subject, HeldRows.Found found, OlderStates older) {}

  long rows() {
    return tables.stream().mapToLong(table -> table.found().rows()).sum();
  }

  /**
   * @param retention after which maintenance lets snapshots go
   */
  public ObjectNode toJson(Duration retention) {
    ObjectNode node =
        JsonNodeFactory.instance.objectNode().put("person", kind).put("id", id).put("rows", rows());
    ArrayNode array = node.putArray("tables");
    for (TablePlan table : tables) {
      ObjectNode each =
          array
              .addObject()
              .put("table", table.subject().name())
              .put("column", table.subject().column())
              .put("rows", table.found().rows())
              .put("files", table.found().files())
              .put("bytes", table.found().bytes());
      Forgotten.putLeft(each, table.older(), retention);
    }
    putBuilt(built, retention, node);
    putStreams(node);

    return node;
  }

  static void putBuilt(List<BuiltTable.Held> built, Duration retention, ObjectNode node) {
    ArrayNode array = node.putArray("built_tables");
    built.forEach(held -> held.putInto(array.addObject(), retention));
  }

  void putStreams(ObjectNode node) {
    ArrayNode array = node.putArray("streams");
    streams.forEach(stream -> array.add(stream.toJson()));
    ArrayNode others = node.putArray("not_looked_at");
    besides.forEach(others::add);
  }
}
