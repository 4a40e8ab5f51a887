package io.freshet.ingestion.writer.erasure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.Persons;
import io.freshet.core.lake.LakeFailures;
import io.freshet.core.lake.TableLayout;
import io.freshet.ingestion.writer.rewrite.HeldRows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.types.Types.NestedField;

/**
 * A table that no contract describes, with a column by which contracts know persons: a mart, or
 * what an analyst has made. Nothing is taken from its current state, as only who builds it knows
 * what else of it was the person's: it is built anew from tables that know them no longer.
 *
 * @param name namespace and name
 */
public record BuiltTable(String name, Table table, PersonRows rows) {
  /**
   * All that a catalog has, by name.
   *
   * @param kind of person, as {@code dasher}
   * @param id as a person writes it
   */
  public static List<BuiltTable> of(Catalog catalog, Contracts contracts, String kind, String id) {
    Set<TableIdentifier> described = new HashSet<>();
    Set<String> columns = new HashSet<>();
    for (Contract contract : contracts.all()) {
      contract.table().ifPresent(table -> described.add(TableLayout.name(contract)));
      Persons.column(contract, kind).map(Field::name).ifPresent(columns::add);
    }
    List<BuiltTable> built = new ArrayList<>();
    for (Namespace namespace : ((SupportsNamespaces) catalog).listNamespaces()) {
      for (TableIdentifier name : catalog.listTables(namespace)) {
        if (!described.contains(name)) {
          load(catalog, name)
              .ifPresent(table -> columns.forEach(column -> add(name, table, column, id, built)));
        }
      }
    }
    built.sort(Comparator.comparing(BuiltTable::name));

    return List.copyOf(built);
  }

  private static Optional<Table> load(Catalog catalog, TableIdentifier name) {
    try {
      return Optional.of(catalog.loadTable(name));
    } catch (NoSuchTableException gone) {
      return Optional.empty(); // since it was listed, as dbt's own between two steps
    }
  }

  private static void add(
      TableIdentifier name, Table table, String column, String id, List<BuiltTable> built) {
    NestedField held = table.schema().findField(column);
    if (held != null) {
      value(held, id)
          .map(value -> new PersonRows(column, Set.of(value)))
          .ifPresent(rows -> built.add(new BuiltTable(name.toString(), table, rows)));
    }
  }

  /** Empty where a column of that type can't have it. */
  private static Optional<Object> value(NestedField column, String id) {
    try {
      return switch (column.type().typeId()) {
        case LONG -> Optional.of(Long.valueOf(id));
        case INTEGER -> Optional.of(Integer.valueOf(id));
        case STRING -> Optional.of(id);
        default -> Optional.empty();
      };
    } catch (NumberFormatException noNumber) {
      return Optional.empty();
    }
  }

  /** What it holds of the person. One that is gone holds nothing. */
  Held look() {
    return held(
        () ->
            new Held(this, new HeldRows(table, rows).count().rows(), OlderStates.of(table, rows)));
  }

  /** The same, once older states have gone as far as was asked. */
  Held letGo(Reach reach) {
    return held(
        () -> {
          PastStates past = PastStates.letGo(table, rows, reach);

          return new Held(this, past.rowsLeft(), past.left());
        });
  }

  /** One table that cannot be read keeps nobody from being forgotten by the others. */
  private Held held(Supplier<Held> looking) {
    try {
      return looking.get();
    } catch (NoSuchTableException gone) {
      return new Held(this, 0, OlderStates.NONE);
    } catch (RuntimeException e) {
      if (!LakeFailures.isOfOneTable(e)) {
        throw e;
      }

      return new Held(this, 0, OlderStates.NONE, Optional.of(LakeFailures.reason(e)));
    }
  }

  /**
   * @param count of its current state's rows
   * @param older states that have some
   * @param unreadable why nobody knows what it holds, where that is so
   */
  record Held(BuiltTable built, long count, OlderStates older, Optional<String> unreadable) {
    private Held(BuiltTable built, long count, OlderStates older) {
      this(built, count, older, Optional.empty());
    }

    boolean isNothing() {
      return count == 0 && older.isEmpty() && unreadable.isEmpty();
    }

    /**
     * @param retention after which maintenance lets snapshots go
     */
    void putInto(ObjectNode node, Duration retention) {
      node.put("table", built.name).put("column", built.rows.column()).put("rows", count);
      unreadable.ifPresent(reason -> node.put("unreadable", reason));
      Forgotten.putLeft(node, older, retention);
      node.putArray("queries")
          .addObject()
          .put("sql", "SELECT count(*) FROM %s WHERE %s".formatted(built.name, built.rows.sql()))
          .put("expected", 0);
    }
  }
}
