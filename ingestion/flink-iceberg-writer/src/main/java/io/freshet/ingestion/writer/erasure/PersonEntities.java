package io.freshet.ingestion.writer.erasure;

import io.freshet.ingestion.writer.rewrite.HeldRows;
import io.freshet.ingestion.writer.rewrite.RowChoice;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expression;

/**
 * Which entities, as orders, are a person's: by the rows that name both, in any state of their
 * table. Other tables know the person by these alone.
 *
 * @param person whose rows are looked at
 * @param entity the column that says which entity a row is about
 */
public record PersonEntities(PersonRows person, String entity) {
  /** Reads two columns of every file that any state has, and that may hold such rows. */
  public Set<Object> ids(Table table) {
    HeldRows held = new HeldRows(table, new WithEntity(person, entity));
    Set<Object> ids = new HashSet<>();
    Set<String> seen = new HashSet<>();
    // Oldest first: a file has lost no row yet when it is seen.
    for (Snapshot snapshot : table.snapshots()) {
      OlderStates.whileThere(
          table,
          snapshot.snapshotId(),
          () -> held.read(snapshot.snapshotId(), seen, row -> ids.add(entityOf(row))));
    }

    return ids;
  }

  /** Text comes as whatever a reader makes of it. */
  private Object entityOf(Record row) {
    Object value = row.getField(entity);

    return value instanceof CharSequence text ? text.toString() : value;
  }

  /** The person's rows, read with the entity beside. */
  private record WithEntity(PersonRows person, String entity) implements RowChoice {
    @Override
    public Expression filter() {
      return person.filter();
    }

    @Override
    public List<String> columns() {
      return List.of(person.column(), entity);
    }

    @Override
    public boolean has(Record row) {
      return person.has(row) && row.getField(entity) != null;
    }
  }
}
