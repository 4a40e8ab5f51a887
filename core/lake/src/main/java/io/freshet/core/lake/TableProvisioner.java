package io.freshet.core.lake;

import io.freshet.core.contract.Change;
import io.freshet.core.contract.Contract;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.ValidationException;

/** Makes and adjusts the Iceberg table that a contract asks for. Safe to run again. */
public final class TableProvisioner {
  private static final int NUMBERING_ATTEMPTS = 20;

  private final Catalog catalog;

  public TableProvisioner(Catalog catalog) {
    this.catalog = catalog;
  }

  /** What would have to change; runs nothing. */
  public Change plan(Contract contract) {
    return plan(contract, Optional.empty());
  }

  /**
   * The same.
   *
   * @param text of the contract's file, for those who follow the table
   */
  public Change plan(Contract contract, Optional<String> text) {
    TableLayout layout = text.map(TableLayout.of(contract)::with).orElse(TableLayout.of(contract));
    String resource = "table " + layout.name();
    if (!catalog.tableExists(layout.name())) {
      return new Change(
          Change.Action.CREATE,
          resource,
          "%d columns, partitioned by %s, sorted by %s"
              .formatted(
                  layout.schema().columns().size(),
                  SchemaDrift.print(layout.spec()),
                  SchemaDrift.print(layout.sortOrder())),
          () -> create(layout));
    }

    Table table = catalog.loadTable(layout.name());
    ColumnDefaults held = ColumnDefaults.of(table);
    ColumnDefaults wanted = ColumnDefaults.of(contract);
    List<String> refusals = held.refusals(table.schema(), wanted, layout.schema());
    if (!refusals.isEmpty()) {
      return Change.refuse(resource, String.join("; ", refusals));
    }

    return planUpdate(
        resource, layout.with(held.with(wanted)), table, KeptColumns.of(table, contract));
  }

  /** Takes the table away with all its rows, if it is there. */
  public Change planRemoval(Contract contract) {
    TableIdentifier name = TableLayout.name(contract);
    String resource = "table " + name;
    if (!catalog.tableExists(name)) {
      return Change.none(resource);
    }
    Snapshot newest = catalog.loadTable(name).currentSnapshot();
    String rows =
        newest == null
            ? "0"
            : newest.summary().getOrDefault(SnapshotSummary.TOTAL_RECORDS_PROP, "all its");

    return new Change(
        Change.Action.DELETE,
        resource,
        "with %s rows".formatted(rows),
        () -> catalog.dropTable(name, true));
  }

  private Change planUpdate(String resource, TableLayout layout, Table table, KeptColumns kept) {
    SchemaDrift drift = SchemaDrift.between(table, layout, kept);
    if (drift.refusal().isPresent()) {
      return Change.refuse(resource, drift.refusal().get());
    }
    Map<String, String> properties = changedProperties(layout, table, kept);
    if (drift.isEmpty() && properties.isEmpty()) {
      return Change.none(resource);
    }

    return new Change(
        Change.Action.UPDATE,
        resource,
        drift.describe(properties),
        () -> update(layout, table, kept, properties));
  }

  private static Map<String, String> changedProperties(
      TableLayout layout, Table table, KeptColumns kept) {
    Map<String, String> changed = new TreeMap<>(layout.properties());
    if (!kept.isEmpty() || table.properties().containsKey(TableContract.DROPPED)) {
      changed.put(TableContract.DROPPED, kept.print());
    }
    changed.remove("format-version");
    changed
        .entrySet()
        .removeIf(entry -> entry.getValue().equals(table.properties().get(entry.getKey())));

    return changed;
  }

  /**
   * Iceberg numbers the columns of a new table itself. So the table is staged without columns, and
   * the same transaction gives it the schema whose ids the contract fixed.
   */
  private void create(TableLayout layout) {
    Namespaces.ensure(catalog, layout.name().namespace());
    Transaction transaction =
        catalog
            .buildTable(layout.name(), new Schema())
            .withPartitionSpec(PartitionSpec.unpartitioned())
            .withSortOrder(SortOrder.unsorted())
            .withProperties(layout.properties())
            .createTransaction();
    TableOperations operations = ((HasTableOperations) transaction.table()).operations();
    operations.commit(operations.current(), withContractsIds(operations.current(), layout));
    try {
      transaction.commitTransaction();
    } catch (AlreadyExistsException madeMeanwhile) {
      // Somebody applied the same contract at the same time: theirs is as good.
      catalog.loadTable(layout.name());
    }
  }

  private static TableMetadata withContractsIds(TableMetadata staged, TableLayout layout) {
    return TableMetadata.buildFrom(staged)
        .setCurrentSchema(layout.schema(), layout.schema().highestFieldId())
        .setDefaultPartitionSpec(layout.spec())
        .setDefaultSortOrder(layout.sortOrder())
        .build();
  }

  /** One commit: a reader never sees the new columns with the old version. */
  private static void update(
      TableLayout layout, Table table, KeptColumns kept, Map<String, String> properties) {
    TableOperations operations = ((HasTableOperations) table).operations();
    TableMetadata current = operations.refresh();
    Map<String, String> all = new LinkedHashMap<>(properties);
    TableMetadata.Builder builder = TableMetadata.buildFrom(current).setProperties(all);
    if (!SchemaDrift.between(table, layout, kept).isEmpty()) {
      builder
          .setCurrentSchema(
              kept.added(layout.schema(), current.schema()),
              Math.max(current.lastColumnId(), layout.schema().highestFieldId()))
          .setDefaultSortOrder(layout.sortOrder());
    }
    operations.commit(current, builder.build());
  }

  /**
   * Sets the number of a source in the table's ledger before the first row of it is written. Other
   * writers may be at work on the table.
   */
  public static Ledger numberSource(Table table, LogSource source) {
    return changeLedger(table, source, ledger -> ledger.withSource(source));
  }

  /**
   * Lets the table begin to read partitions of a source at these offsets. A partition of which it
   * has read anything, or has begun to, stays as it is.
   */
  public static Ledger beginAt(Table table, LogSource source, Map<Integer, Long> offsets) {
    return changeLedger(table, source, ledger -> ledger.beginningAt(source, offsets));
  }

  private static Ledger changeLedger(Table table, LogSource source, UnaryOperator<Ledger> change) {
    for (int attempt = 1; ; attempt++) {
      table.refresh();
      Ledger ledger = Ledger.of(table.properties());
      Ledger changed = change.apply(ledger);
      if (changed.equals(ledger)) {
        return ledger;
      }
      try {
        LedgerSnapshots.replaceSources(table, changed);

        return changed;
      } catch (ValidationException | CommitStateUnknownException changedMeanwhile) {
        // By us, maybe: then the next look at the ledger finds nothing left to change.
        if (attempt == NUMBERING_ATTEMPTS) {
          throw new FreshetException(
              Fault.DEPENDENCY,
              "Cannot note the source %s in the ledger of %s: others changed it %d times meanwhile"
                  .formatted(source.topic(), table.name(), attempt),
              changedMeanwhile);
        }
      }
    }
  }
}
