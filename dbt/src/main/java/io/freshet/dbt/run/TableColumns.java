package io.freshet.dbt.run;

import io.freshet.core.contract.Contract;
import io.freshet.core.lake.TableLayout;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.types.Types.NestedField;

/**
 * The columns of a contract's table, as its catalog remembers them.
 *
 * @param contractVersion the version that the table follows
 * @param now those that it has
 * @param ever those that it has or once had
 */
record TableColumns(String contractVersion, Set<String> now, Set<String> ever) {
  static Optional<TableColumns> of(Contract contract, Catalog catalog) {
    if (!catalog.tableExists(TableLayout.name(contract))) {
      return Optional.empty();
    }
    Table table = catalog.loadTable(TableLayout.name(contract));
    Set<String> ever = new HashSet<>();
    table.schemas().values().forEach(schema -> ever.addAll(names(schema)));

    return Optional.of(
        new TableColumns(
            table.properties().getOrDefault(TableLayout.CONTRACT_VERSION, "unknown"),
            names(table.schema()),
            ever));
  }

  private static Set<String> names(Schema schema) {
    Set<String> names = new HashSet<>();
    for (NestedField column : schema.columns()) {
      names.add(column.name());
    }

    return names;
  }
}
