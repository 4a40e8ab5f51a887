package io.freshet.ingestion.writer.erasure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.Persons;
import io.freshet.core.lake.LakeFailures;
import io.freshet.core.lake.Namespaces;
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
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.types.Types.NestedField;

/**
 * A table that no contract describes, with a column by which contracts know persons: a mart, or
 * what an analyst has made. Nothing is taken from its current state, as only who builds it knows
 * what else of it was the person's: it is built anew from tables that know them no longer. One that
 * can't be loaded may be one of them, and so nobody is forgotten for sure while it is there.
 */
public sealed interface BuiltTable {
  /** Namespace and name. */
  String name();

  /** What it holds of the person. One that is gone holds nothing. */
  Held look();

  /** The same, once older states have gone as far as was asked. */
  Held letGo(Reach reach);

  /**
   * All that a catalog has, by name, nested namespaces included.
   *
   * @param kind of person, as {@code dasher}
   * @param id as a person writes it
   */
  static List<BuiltTable> of(Catalog catalog, Contracts contracts, String kind, String id) {
    Set<TableIdentifier> described = new HashSet<>();
    Set<String> columns = new HashSet<>();
    for (Contract contract : contracts.all()) {
      contract.table().ifPresent(table -> described.add(TableLayout.name(contract)));
      Persons.column(contract, kind).map(Field::name).ifPresent(columns::add);
    }
    List<BuiltTable> built = new ArrayList<>();
    for (Namespace namespace : Namespaces.all(catalog)) {
      for (TableIdentifier name : tables(catalog, namespace)) {
        if (!described.contains(name)) {
          built.addAll(of(catalog, name, columns, id));
        }
      }
    }
    built.sort(Comparator.comparing(BuiltTable::name));

    return List.copyOf(built);
  }

  private static List<TableIdentifier> tables(Catalog catalog, Namespace namespace) {
    try {
      return catalog.listTables(namespace);
    } catch (NoSuchNamespaceException gone) {
      return List.of(); // since it was listed
    }
  }

  private static List<BuiltTable> of(
      Catalog catalog, TableIdentifier name, Set<String> columns, String id) {
    try {
      Table table = catalog.loadTable(name);

      return columns.stream()
          .flatMap(column -> rows(table, column, id).stream())
          .<BuiltTable>map(rows -> new Loaded(name.toString(), table, rows))
          .toList();
    } catch (NoSuchTableException e) {
      // A REST catalog says so too where the table's metadata is gone, and still lists it.
      return tables(catalog, name.namespace()).contains(name)
          ? List.of(new Unloadable(name.toString(), LakeFailures.reason(e)))
          : List.of(); // since it was listed, as dbt's own between two steps
    } catch (RuntimeException e) {
      if (!LakeFailures.isOfOneTable(e)) {
        throw e;
      }

      return List.of(new Unloadable(name.toString(), LakeFailures.reason(e)));
    }
  }

  private static Optional<PersonRows> rows(Table table, String column, String id) {
    return Optional.ofNullable(table.schema().findField(column))
        .flatMap(held -> value(held, id))
        .map(value -> new PersonRows(column, Set.of(value)));
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

  /** One that is looked into. */
  record Loaded(String name, Table table, PersonRows rows) implements BuiltTable {
    @Override
    public Held look() {
      return held(
          () ->
              new Held(
                  this, new HeldRows(table, rows).count().rows(), OlderStates.of(table, rows)));
    }

    @Override
    public Held letGo(Reach reach) {
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

        return Held.unknown(this, LakeFailures.reason(e));
      }
    }
  }

  /** One of which nobody knows what columns it has. */
  record Unloadable(String name, String reason) implements BuiltTable {
    @Override
    public Held look() {
      return Held.unknown(this, reason);
    }

    @Override
    public Held letGo(Reach reach) {
      return look();
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

    private static Held unknown(BuiltTable built, String reason) {
      return new Held(built, 0, OlderStates.NONE, Optional.of(reason));
    }

    boolean isNothing() {
      return count == 0 && older.isEmpty() && unreadable.isEmpty();
    }

    /**
     * @param retention after which maintenance lets snapshots go
     */
    void putInto(ObjectNode node, Duration retention) {
      node.put("table", built.name()).put("rows", count);
      unreadable.ifPresent(reason -> node.put("unreadable", reason));
      Forgotten.putLeft(node, older, retention);
      ArrayNode queries = node.putArray("queries");
      if (built instanceof Loaded loaded) {
        node.put("column", loaded.rows().column());
        queries
            .addObject()
            .put(
                "sql",
                "SELECT count(*) FROM %s WHERE %s".formatted(loaded.name(), loaded.rows().sql()))
            .put("expected", 0);
      }
    }
  }
}
