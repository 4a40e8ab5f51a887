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
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Decodes records that lie in memory and writes their rows into a local Parquet file per pass, by
 * Iceberg's generic writer, with the properties of the table, in one thread. Fetching the records
 * is not measured.
 */
final class FileFloor {
  // Few enough to be gone before the collector has to copy them, and enough for the clock.
  private static final int RECORDS_AT_HAND = 20_000;

  private final Settings settings;
  private final Contract contract;
  private final Path folder;

  FileFloor(Settings settings, Contract contract, Path folder) {
    this.settings = settings;
    this.contract = contract;
    this.folder = folder;
  }

  /** As many events again in each pass: the first finds a cold JVM. */
  List<ObjectNode> run(long events, int passes) throws Exception {
    List<ObjectNode> results = new ArrayList<>();
    Catalog catalog = LakeCatalog.open(LakeSettings.from(settings));
    try (AutoCloseable closing = (AutoCloseable) catalog;
        StoredEvents stored = new StoredEvents(settings, List.of(contract))) {
      Table table = LakeCatalog.require(catalog, TableLayout.name(contract));
      for (int pass = 0; pass < passes; pass++) {
        results.add(pass(stored, table, folder.resolve("rows-%d.parquet".formatted(pass)), events));
      }
    }

    return results;
  }

  private ObjectNode pass(StoredEvents stored, Table table, Path file, long events)
      throws IOException {
    Stretch stretch =
        new Stretch(stored, new PingRows(contract.schema().fields(), table.schema()), table, file);
    stored.fetch(events, stretch::add);
    stretch.finish();

    return JsonNodeFactory.instance
        .objectNode()
        .put("operations", stretch.written)
        .put("cpu_seconds", stretch.effort.cpuSeconds())
        .put("wall_seconds", stretch.effort.seconds())
        .put("bytes_per_row", (double) Files.size(file) / stretch.written);
  }

  /** Gathers records; decodes and writes them at one go while the clock runs. */
  private static final class Stretch {
    private final StoredEvents decoder;
    private final PingRows rows;
    private final Table table;
    private final Path file;
    private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>(RECORDS_AT_HAND);
    private DataWriter<Record> writer;
    private long written;
    private Effort effort = new Effort(0, 0);

    Stretch(StoredEvents decoder, PingRows rows, Table table, Path file) {
      this.decoder = decoder;
      this.rows = rows;
      this.table = table;
      this.file = file;
    }

    void add(ConsumerRecord<byte[], byte[]> stored) {
      records.add(stored);
      if (records.size() == RECORDS_AT_HAND) {
        write();
      }
    }

    private void write() {
      Effort.Meter meter = Effort.start();
      for (ConsumerRecord<byte[], byte[]> stored : records) {
        Record row = rows.row(stored, decoder.decode(stored).payload());
        if (writer == null) {
          writer = open(row);
        }
        writer.write(row);
      }
      count(meter.read());
      written += records.size();
      records.clear();
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
