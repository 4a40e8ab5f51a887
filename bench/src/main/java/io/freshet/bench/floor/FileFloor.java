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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.data.GenericFileWriterFactory;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.encryption.EncryptedFiles;
import org.apache.iceberg.io.DataWriter;

/**
 * Writes rows that lie decoded in memory into one local Parquet file, by the writer and with the
 * properties that the table's own files are written with. Only the writing is measured.
 */
final class ParquetFloor {
  /** Rows that wait in memory at a time: some hundred megabytes. */
  private static final int ROWS_AT_HAND = 250_000;

  private final Settings settings;
  private final Contract contract;

  ParquetFloor(Settings settings, Contract contract) {
    this.settings = settings;
    this.contract = contract;
  }

  /** Once more per pass: the first finds a cold JVM. */
  List<ObjectNode> run(long events, int passes) throws Exception {
    Path folder = Files.createTempDirectory("freshet-floor-");
    Path file = folder.resolve("rows.parquet");
    List<ObjectNode> results = new ArrayList<>();
    Catalog catalog = LakeCatalog.open(LakeSettings.from(settings));
    try (AutoCloseable closing = (AutoCloseable) catalog;
        StoredEvents stored = new StoredEvents(settings, List.of(contract))) {
      Table table = LakeCatalog.require(catalog, TableLayout.name(contract));
      for (int pass = 0; pass < passes; pass++) {
        results.add(pass(stored, table, file, events));
        Files.delete(file);
      }
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(folder);
    }

    return results;
  }

  private ObjectNode pass(StoredEvents stored, Table table, Path file, long events)
      throws IOException {
    Stretch stretch = new Stretch(table, file);
    PingRows rows = new PingRows(contract.schema().fields(), table.schema());
    stored.read(events, (kafka, event) -> stretch.add(rows.row(kafka, event.payload())));
    stretch.finish();

    return JsonNodeFactory.instance
        .objectNode()
        .put("operations", stretch.written)
        .put("cpu_seconds", stretch.effort.cpuSeconds())
        .put("wall_seconds", stretch.effort.seconds())
        .put("bytes_per_row", (double) Files.size(file) / stretch.written);
  }

  /** Gathers rows, and writes them at one go while the clock runs. */
  private static final class Stretch {
    private final Table table;
    private final Path file;
    private final List<Record> rows = new ArrayList<>(ROWS_AT_HAND);
    private DataWriter<Record> writer;
    private long written;
    private Effort effort = new Effort(0, 0);

    Stretch(Table table, Path file) {
      this.table = table;
      this.file = file;
    }

    void add(Record row) {
      rows.add(row);
      if (rows.size() == ROWS_AT_HAND) {
        write();
      }
    }

    private void write() {
      if (rows.isEmpty()) {
        return;
      }
      Effort.Meter meter = Effort.start();
      if (writer == null) {
        writer = open(rows.get(0));
      }
      rows.forEach(writer::write);
      count(meter.read());
      written += rows.size();
      rows.clear();
    }

    void finish() throws IOException {
      write();
      Effort.Meter meter = Effort.start();
      writer.close();
      count(meter.read());
    }

    private void count(Effort more) {
      effort =
          new Effort(effort.seconds() + more.seconds(), effort.cpuSeconds() + more.cpuSeconds());
    }

    private DataWriter<Record> open(Record first) {
      PartitionKey partition = new PartitionKey(table.spec(), table.schema());
      partition.partition(new InternalRecordWrapper(table.schema().asStruct()).wrap(first));

      return new GenericFileWriterFactory.Builder(table)
          .dataFileFormat(FileFormat.PARQUET)
          .dataSchema(table.schema())
          .build()
          .newDataWriter(
              EncryptedFiles.plainAsEncryptedOutput(
                  org.apache.iceberg.Files.localOutput(file.toFile())),
              table.spec(),
              partition);
    }
  }
}
