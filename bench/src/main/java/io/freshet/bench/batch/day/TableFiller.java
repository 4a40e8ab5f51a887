package io.freshet.bench.batch.day;

import io.freshet.core.contract.Contracts;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.PayloadRows;
import io.freshet.core.lake.PlatformColumns;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.data.GenericFileWriterFactory;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.FanoutDataWriter;
import org.apache.iceberg.io.OutputFileFactory;

/**
 * Fills a table as a writer that commits often does: each commit brings the next events, sorted, a
 * file for each day. Files are written beside each other, commits made in order.
 */
final class TableFiller<E> {
  private static final int SOURCE = 1;
  private static final int PARTITIONS = 4;

  /** Beyond those that are written just now. */
  private static final int WAITING = 2;

  private static final List<String> PLATFORMS =
      List.of(
          PlatformColumns.SOURCE,
          PlatformColumns.PARTITION,
          PlatformColumns.OFFSET,
          PlatformColumns.RECEIVED_AT);

  private final EventRows<E> shape;
  private final Table table;
  private final int rowsPerCommit;
  private final ExecutorService writers;
  private final int[] columns;
  private final Record empty;
  private final long[] offsets = new long[PARTITIONS];
  private final Deque<Future<List<DataFile>>> writing = new ArrayDeque<>();
  private List<Received<E>> next = new ArrayList<>();
  private int commits;
  private long rows;
  private long bytes;

  /** An event as a log would hold it. */
  private record Received<E>(E event, int partition, long offset, long micros) {}

  /**
   * @param rowsPerCommit the last commit may have fewer
   * @param writers of files
   */
  TableFiller(
      EventRows<E> shape,
      Catalog catalog,
      Contracts contracts,
      int rowsPerCommit,
      ExecutorService writers) {
    this.shape = shape;
    this.table =
        LakeCatalog.require(catalog, TableLayout.name(contracts.require(shape.contract())));
    this.rowsPerCommit = rowsPerCommit;
    this.writers = writers;
    this.columns =
        Stream.concat(shape.columns().stream(), PLATFORMS.stream())
            .mapToInt(name -> table.schema().columns().indexOf(table.schema().findField(name)))
            .toArray();
    this.empty = GenericRecord.create(table.schema());
  }

  /** What a table was filled with. */
  record Filled(String table, long rows, int commits, long bytes) {}

  /**
   * @param micros when it is received
   */
  void add(E event, long micros) {
    int partition = (int) Math.floorMod(shape.entity().applyAsLong(event), PARTITIONS);
    next.add(new Received<>(event, partition, offsets[partition]++, micros));
    if (next.size() == rowsPerCommit) {
      writeNext();
    }
  }

  /** Commits all that is left. */
  Filled finish() {
    if (!next.isEmpty()) {
      writeNext();
    }
    while (!writing.isEmpty()) {
      commitFirst();
    }

    return new Filled(shape.contract(), rows, commits, bytes);
  }

  private void writeNext() {
    List<Received<E>> batch = next;
    next = new ArrayList<>(batch.size());
    int number = commits++;
    writing.add(writers.submit(() -> write(batch, number)));
    while (writing.size() > WAITING) {
      commitFirst();
    }
  }

  private List<DataFile> write(List<Received<E>> batch, int number) throws IOException {
    batch.sort((one, other) -> shape.order().compare(one.event(), other.event()));
    PartitionKey partition = new PartitionKey(table.spec(), table.schema());
    InternalRecordWrapper wrapper = new InternalRecordWrapper(table.schema().asStruct());
    FanoutDataWriter<Record> writer =
        new FanoutDataWriter<>(
            new GenericFileWriterFactory.Builder(table)
                .dataFileFormat(FileFormat.PARQUET)
                .dataSchema(table.schema())
                .build(),
            OutputFileFactory.builderFor(table, SOURCE, number).format(FileFormat.PARQUET).build(),
            table.io(),
            TableProperties.WRITE_TARGET_FILE_SIZE_BYTES_DEFAULT);
    try (writer) {
      for (Received<E> received : batch) {
        Record row = row(received);
        partition.partition(wrapper.wrap(row));
        writer.write(row, table.spec(), partition);
      }
    }

    return writer.result().dataFiles();
  }

  private Record row(Received<E> received) {
    Record row = empty.copy();
    Object[] values = shape.values().apply(received.event());
    for (int i = 0; i < values.length; i++) {
      row.set(columns[i], values[i]);
    }
    row.set(columns[values.length], SOURCE);
    row.set(columns[values.length + 1], received.partition());
    row.set(columns[values.length + 2], received.offset());
    row.set(columns[values.length + 3], PayloadRows.timestamp(received.micros()));

    return row;
  }

  private void commitFirst() {
    AppendFiles append = table.newAppend();
    for (DataFile file : written(writing.remove())) {
      append.appendFile(file);
      rows += file.recordCount();
      bytes += file.fileSizeInBytes();
    }
    append.commit();
  }

  private List<DataFile> written(Future<List<DataFile>> files) {
    try {
      return files.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FreshetException(
          Fault.CALLER, "Interrupted while %s was written".formatted(table.name()), e);
    } catch (ExecutionException e) {
      throw new FreshetException(
          Fault.DEPENDENCY,
          "Cannot write %s: %s".formatted(table.name(), e.getCause().getMessage()),
          e.getCause());
    }
  }
}
