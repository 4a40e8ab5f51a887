package io.freshet.bench.floor;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.contract.Contract;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.LakeSettings;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.toolkit.Effort;
import io.freshet.core.toolkit.Settings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.io.SeekableInputStream;

/**
 * Reads a table's files one after the other from the store and writes their bytes into one, which
 * nobody could read: what merging without a look at them costs.
 */
final class CopyFloor {
  private CopyFloor() {}

  /** Once more per pass: the first finds a cold JVM. */
  static List<ObjectNode> run(Settings settings, Contract contract, int passes) throws Exception {
    Catalog catalog = LakeCatalog.open(LakeSettings.from(settings));
    try (AutoCloseable closing = (AutoCloseable) catalog) {
      Table table = LakeCatalog.require(catalog, TableLayout.name(contract));
      List<DataFile> files = files(table);
      List<ObjectNode> results = new ArrayList<>();
      for (int pass = 0; pass < passes; pass++) {
        String copy = table.locationProvider().newDataLocation("floor-%d.bytes".formatted(pass));
        results.add(pass(table, files, table.io().newOutputFile(copy)));
        table.io().deleteFile(copy);
      }

      return results;
    }
  }

  private static List<DataFile> files(Table table) throws IOException {
    List<DataFile> files = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      tasks.forEach(task -> files.add(task.file()));
    }

    return files;
  }

  private static ObjectNode pass(Table table, List<DataFile> files, OutputFile copy)
      throws IOException {
    Effort.Meter meter = Effort.start();
    long rows = 0;
    try (PositionOutputStream output = copy.create()) {
      for (DataFile file : files) {
        try (SeekableInputStream input =
            table.io().newInputFile(file.location(), file.fileSizeInBytes()).newStream()) {
          input.transferTo(output);
        }
        rows += file.recordCount();
      }
    }
    Effort effort = meter.read();

    return JsonNodeFactory.instance
        .objectNode()
        .put("operations", rows)
        .put("cpu_seconds", effort.cpuSeconds())
        .put("wall_seconds", effort.seconds());
  }
}
