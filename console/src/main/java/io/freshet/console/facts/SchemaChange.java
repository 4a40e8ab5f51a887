package io.freshet.console.facts;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Types.NestedField;

/**
 * What one version of a table's schema has that the one before had not.
 *
 * @param since when a snapshot bore it first, of those that are kept
 * @param changes in words; of the first version how many columns it has
 */
public record SchemaChange(
    int version, boolean isCurrent, Optional<Instant> since, List<String> changes) {
  public SchemaChange {
    changes = List.copyOf(changes);
  }

  /** The newest first. */
  static List<SchemaChange> of(Table table) {
    List<Schema> schemas = new ArrayList<>(table.schemas().values());
    schemas.removeIf(schema -> schema.columns().isEmpty()); // of a table that is being made
    schemas.sort(Comparator.comparingInt(Schema::schemaId));
    Map<Integer, Instant> firstBorne = firstBorne(table);
    List<SchemaChange> history = new ArrayList<>();
    for (int i = 0; i < schemas.size(); i++) {
      Schema schema = schemas.get(i);
      history.add(
          0,
          new SchemaChange(
              schema.schemaId(),
              schema.schemaId() == table.schema().schemaId(),
              Optional.ofNullable(firstBorne.get(schema.schemaId())),
              i == 0
                  ? List.of("%d columns".formatted(schema.columns().size()))
                  : changes(schemas.get(i - 1), schema)));
    }

    return history;
  }

  private static Map<Integer, Instant> firstBorne(Table table) {
    Map<Integer, Instant> first = new TreeMap<>();
    for (Snapshot snapshot : table.snapshots()) {
      if (snapshot.schemaId() != null) {
        first.merge(
            snapshot.schemaId(),
            Instant.ofEpochMilli(snapshot.timestampMillis()),
            (one, other) -> one.isBefore(other) ? one : other);
      }
    }

    return first;
  }

  private static List<String> changes(Schema before, Schema after) {
    List<String> changes = new ArrayList<>();
    for (NestedField column : after.columns()) {
      NestedField was = before.findField(column.fieldId());
      if (was == null) {
        changes.add("%s added, %s".formatted(column.name(), column.type()));
      } else {
        if (!was.name().equals(column.name())) {
          changes.add("%s renamed to %s".formatted(was.name(), column.name()));
        }
        if (!was.type().equals(column.type())) {
          changes.add("%s: %s became %s".formatted(column.name(), was.type(), column.type()));
        }
        if (was.isOptional() != column.isOptional()) {
          changes.add(column.name() + (column.isOptional() ? " made optional" : " made required"));
        }
      }
    }
    for (NestedField column : before.columns()) {
      if (after.findField(column.fieldId()) == null) {
        changes.add(column.name() + " dropped");
      }
    }

    return changes.isEmpty() ? List.of("order or documentation only") : changes;
  }
}
