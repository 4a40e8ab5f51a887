package io.freshet.testing.e2e;

import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.LakeSettings;
import io.freshet.local.Platform;
import java.io.IOException;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.io.CloseableIterable;

/** One of a table's files, taken out behind the ledger's back until it is put back. */
record RemovedFile(Catalog catalog, Table table, DataFile file) implements AutoCloseable {
  static RemovedFile from(Platform platform, TableIdentifier name) throws IOException {
    Catalog catalog = LakeCatalog.open(LakeSettings.from(platform.settings()));
    Table table = catalog.loadTable(name);
    DataFile file;
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      file = tasks.iterator().next().file().copy();
    }
    table.newDelete().deleteFile(file).commit();

    return new RemovedFile(catalog, table, file);
  }

  long rows() {
    return file.recordCount();
  }

  @Override
  public void close() throws Exception {
    table.newAppend().appendFile(file).commit();
    ((AutoCloseable) catalog).close();
  }
}
