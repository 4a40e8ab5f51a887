package io.freshet.dbt;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.LakeSettings;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.Repairs;
import io.freshet.core.lake.RetainedSince;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.lake.TableProvisioner;
import io.freshet.core.toolkit.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.Table;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.data.GenericAppenderFactory;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.iceberg.io.PartitionedFanoutWriter;

/** The tables of all contracts, made as {@code contract apply} makes them, and rows for them. */
final class LakeTables implements AutoCloseable {
  private static final long FILE_BYTES = 1L << 27;

  private final Contracts contracts;
  private final Catalog catalog;

  LakeTables(Contracts contracts, Settings settings) {
    this.contracts = contracts;
    this.catalog = LakeCatalog.open(LakeSettings.from(settings));
  }

  LakeTables create() {
    for (Contract contract : contracts.all()) {
      if (contract.table().isPresent()) {
        new TableProvisioner(catalog).plan(contract).step().run();
      }
    }

    return this;
  }

  Table table(String contract) {
    return catalog.loadTable(TableLayout.name(contracts.require(contract)));
  }

  /** One commit; columns that a row does not name are null. */
  void append(String contract, List<Map<String, Object>> rows) {
    Table table = table(contract);
    AppendFiles append = table.newAppend();
    files(table, rows).forEach(append::appendFile);
    append.commit();
  }

  /**
   * Puts rows in the place of all that a stream's table has, and into its ledger that some of them
   * were written anew, as a repair does. Retention has taken something before, long ago.
   */
  void repair(String contract, List<Map<String, Object>> rows, Repairs.Stretch anew) {
    Table table = table(contract);
    Transaction repair = table.newTransaction();
    OverwriteFiles overwrite = repair.newOverwrite().overwriteByRowFilter(Expressions.alwaysTrue());
    files(table, rows).forEach(overwrite::addFile);
    overwrite.commit();
    Ledger ledger = Ledger.of(table.properties()).repaired(List.of(anew), Map.of());
    repair
        .updateProperties()
        .set(Ledger.PROPERTY, ledger.toJson())
        .set(RetainedSince.PROPERTY, "2000-01-01T00:00:00Z")
        .commit();
    repair.commitTransaction();
  }

  private static List<DataFile> files(Table table, List<Map<String, Object>> rows) {
    try (FanoutWriter writer = new FanoutWriter(table)) {
      for (Map<String, Object> row : rows) {
        writer.write(GenericRecord.create(table.schema()).copy(row));
      }

      return List.of(writer.dataFiles());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws Exception {
    ((AutoCloseable) catalog).close();
  }

  /** A file for each partition. */
  private static final class FanoutWriter extends PartitionedFanoutWriter<Record> {
    private final PartitionKey key;
    private final InternalRecordWrapper wrapper;

    FanoutWriter(Table table) {
      super(
          table.spec(),
          FileFormat.PARQUET,
          new GenericAppenderFactory(table.schema(), table.spec()),
          OutputFileFactory.builderFor(table, 1, 1).format(FileFormat.PARQUET).build(),
          table.io(),
          FILE_BYTES);
      this.key = new PartitionKey(table.spec(), table.schema());
      this.wrapper = new InternalRecordWrapper(table.schema().asStruct());
    }

    @Override
    protected PartitionKey partition(Record row) {
      key.partition(wrapper.wrap(row));

      return key;
    }
  }
}
