package io.freshet.ingestion.capture.database;

import io.freshet.core.contract.AvroSchemas;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.Schema.Keys;
import io.freshet.core.envelope.AbsentFields;
import io.freshet.core.toolkit.NearestName;
import io.freshet.ingestion.capture.database.SourceTable.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What a table must be like so that its changes can be events of a contract. */
public final class TableRules {
  private TableRules() {}

  /** The column that says whether an event takes its row away, if the contract has one. */
  public static Optional<String> deletedBy(Contract contract) {
    return contract.table().flatMap(table -> table.rows().deletedBy());
  }

  /**
   * All that is wrong, a line each, with what would be right.
   *
   * @param tables those that are there, by name
   */
  public static List<String> problems(List<Contract> contracts, Map<String, SourceTable> tables) {
    Set<String> ofTables = new TreeSet<>();
    List<String> ofContracts = new ArrayList<>();
    for (Contract contract : contracts) {
      String name = contract.capturedFrom().orElseThrow();
      SourceTable table = tables.get(name);
      if (table == null) {
        ofContracts.add(
            "There is no table %s; contract %s is captured from it"
                .formatted(name, contract.name()));
      } else {
        ofTables.addAll(problems(table));
        ofContracts.addAll(problems(contract, table));
      }
    }
    List<String> all = new ArrayList<>(ofTables);
    all.addAll(ofContracts);

    return all;
  }

  private static List<String> problems(SourceTable table) {
    if (!table.isPlain()) {
      return List.of(
          "%s is a view or a partitioned table; capture ordinary tables, such as its partitions"
              .formatted(table.name()));
    }
    List<String> problems = new ArrayList<>();
    if (!table.hasFullIdentity()) {
      problems.add(
          "Changes of %1$s don't carry the whole row; run: ALTER TABLE %1$s REPLICA IDENTITY FULL;"
              .formatted(table.name()));
    }
    if (!table.isReadable()) {
      problems.add(
          "The rows of %1$s can't be read; run: GRANT SELECT ON %1$s TO the user of capture.user"
              .formatted(table.name()));
    }

    return problems;
  }

  private static List<String> problems(Contract contract, SourceTable table) {
    List<String> problems = new ArrayList<>();
    for (Field field : contract.schema().fields()) {
      Optional<Column> column = table.column(field.name());
      if (column.isPresent()) {
        ColumnFit.problem(column.get(), field)
            .ifPresent(
                problem ->
                    problems.add(
                        "Column %s of %s is no %s of contract %s: %s"
                            .formatted(
                                field.name(),
                                table.name(),
                                field.name(),
                                contract.name(),
                                problem)));
      } else if (!hasOtherValue(contract, field)) {
        problems.add(missing(contract, table, field));
      }
    }
    if (contract.keepsLatest()) {
      keyProblem(contract, table).ifPresent(problems::add);
    }

    return problems;
  }

  /** Where the value of a column comes from that the table lacks. */
  private static boolean hasOtherValue(Contract contract, Field field) {
    return !field.required()
        || field.name().equals(contract.schema().keys().eventTime())
        || deletedBy(contract).filter(field.name()::equals).isPresent()
        || AbsentFields.value(AvroSchemas.of(contract).getField(field.name())) != null;
  }

  private static String missing(Contract contract, SourceTable table, Field field) {
    List<String> names = table.columns().stream().map(Column::name).toList();

    return ("%s has no column %s, which contract %s requires%s; add it, or make it optional or"
            + " give it a default in the contract")
        .formatted(
            table.name(),
            field.name(),
            contract.name(),
            NearestName.of(field.name(), names).map(" (there is %s)"::formatted).orElse(""));
  }

  /** Otherwise two rows of the database would be one of the table, or one row two. */
  private static Optional<String> keyProblem(Contract contract, SourceTable table) {
    Keys keys = contract.schema().keys();
    Set<String> wanted = new TreeSet<>(Set.of(keys.partitionKey()));
    keys.entityKey().ifPresent(wanted::add);
    Set<String> found = new TreeSet<>(table.primaryKey());

    return wanted.equals(found)
        ? Optional.empty()
        : Optional.of(
            ("The primary key of %s is %s, that of contract %s, which keeps the latest"
                    + " rows, is %s; they must be the same columns")
                .formatted(
                    table.name(),
                    found.isEmpty() ? "none" : String.join(", ", found),
                    contract.name(),
                    String.join(", ", wanted)));
  }
}
