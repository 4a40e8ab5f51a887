package io.freshet.ingestion.writer.columnar;

import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.FlatEvent;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.ingestion.writer.table.DataFilesJson;
import io.freshet.ingestion.writer.table.PartitionNames;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.util.IOUtils;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;

/**
 * Gathers events by partition and column, and writes each partition's rows as sorted row groups of
 * Parquet files. When the rows of all partitions take too much memory, those of the largest are
 * written, however few they are. Not thread-safe.
 */
final class ColumnarFiles implements AutoCloseable {
  /** The rest is for what sorting and encoding the largest partition's rows take. */
  private static final double SHARE_OF_ROWS = 0.4;

  /** A file that is open has its footer in memory, and a connection or a file on the disk. */
  private static final int MAX_OPEN_FILES = 8;

  /** From smaller row groups it can't be told how much smaller than its rows a large one is. */
  private static final long MIN_TELLING_BYTES = 1 << 20;

  private final Table table;
  private final TableColumns columns;
  private final FlatEvent event;
  private final ParquetSettings settings;
  private final BytesInputCompressor compressor;
  private final OutputFileFactory names;
  private final PartitionNames partitionNames;
  private final PartitionFinder finder;
  private final long maxHeldBytes;
  private final Map<PartitionKey, OpenPartition> open = new LinkedHashMap<>();
  private final Deque<OpenPartition> withFiles = new ArrayDeque<>();
  private final List<DataFile> closed = new ArrayList<>();
  private Optional<OpenPartition> last = Optional.empty();
  private Optional<Columns> spare = Optional.empty();
  private long heldBytes;
  private long rowGroupUsedBytes;

  /**
   * @param event each row before it is written
   * @param memoryBytes how much memory all of it may take
   */
  ColumnarFiles(
      Table table,
      TableColumns columns,
      FlatEvent event,
      OutputFileFactory names,
      long memoryBytes) {
    this.table = table;
    this.columns = columns;
    this.event = event;
    this.settings = new ParquetSettings(table);
    this.compressor = settings.compressor();
    this.names = names;
    this.partitionNames = new PartitionNames(table.spec());
    this.finder = new PartitionFinder(table, columns, event);
    this.maxHeldBytes = (long) (memoryBytes * SHARE_OF_ROWS);
    this.rowGroupUsedBytes = settings.rowGroupBytes();
  }

  /** The names of a subtask's files: Parquet, apart from those of others and of other attempts. */
  static OutputFileFactory names(Table table, int subtask, long attempt) {
    return OutputFileFactory.builderFor(table, subtask, attempt).format(FileFormat.PARQUET).build();
  }

  /** What the arrays of all partitions take. */
  long heldBytes() {
    return heldBytes;
  }

  /** Adds what is in the event as a row; answers why no file can be made for it, if so. */
  Optional<Decoded.Refused> write() {
    if (!finder.isUnchanged() || last.isEmpty()) {
      Optional<Decoded.Refused> refused = turnToPartition();
      if (refused.isPresent()) {
        return refused;
      }
    }
    OpenPartition partition = last.orElseThrow();
    if (heldBytes + partition.columns().nextGrowth() > maxHeldBytes) {
      makeRoomFor(partition);
    }
    Columns rows = partition.columns();
    long held = rows.heldBytes();
    rows.append(event);
    heldBytes += rows.heldBytes() - held;
    if (rows.usedBytes() >= rowGroupUsedBytes) {
      writeRowGroup(partition);
    }

    return Optional.empty();
  }

  /** Makes the event's partition the last one, unless it can have no files. */
  private Optional<Decoded.Refused> turnToPartition() {
    PartitionKey key = finder.partition();
    OpenPartition partition = open.get(key);
    if (partition == null) {
      last =
          Optional.empty(); // an equal one may come next, and must not be taken for the one before
      Optional<Decoded.Refused> refused = partitionNames.problem(key);
      if (refused.isPresent()) {
        return refused;
      }
      partition = new OpenPartition(key.copy(), spare.orElseGet(columns::buffers));
      spare = Optional.empty();
      open.put(partition.key(), partition);
    }
    last = Optional.of(partition);

    return Optional.empty();
  }

  /** Writes the rows of the largest partition; it keeps its arrays if the next row is its own. */
  private void makeRoomFor(OpenPartition growing) {
    OpenPartition largest = largest();
    if (largest.columns().rows() > 0) {
      writeRowGroup(largest);
    }
    if (largest != growing || heldBytes > maxHeldBytes) {
      heldBytes -= largest.columns().heldBytes();
      largest.replace(columns.buffers());
    }
  }

  private OpenPartition largest() {
    return open.values().stream()
        .max(Comparator.comparingLong(partition -> partition.columns().heldBytes()))
        .orElseThrow();
  }

  /** Writes the rows; their arrays stay, empty. */
  private void writeRowGroup(OpenPartition partition) {
    Columns rows = partition.columns();
    try {
      writeRowGroup(partition, rows);
      long held = rows.heldBytes();
      rows.clear();
      heldBytes += rows.heldBytes() - held;
      if (partition.file().orElseThrow().length() >= settings.targetFileBytes()) {
        closeFile(partition);
      } else if (withFiles.size() > MAX_OPEN_FILES) {
        closeFile(withFiles.getFirst());
      }
    } catch (IOException e) {
      throw failure("write", e);
    }
  }

  private void writeRowGroup(OpenPartition partition, Columns rows) throws IOException {
    if (partition.file().isEmpty()) {
      partition.opened(
          new ColumnarFile(
              names.newOutputFile(table.spec(), partition.key()), settings, compressor));
    }
    withFiles.remove(partition);
    withFiles.addLast(partition);
    ColumnarFile file = partition.file().orElseThrow();
    long start = file.length();
    file.write(rows, columns.order(rows));
    long written = file.length() - start;
    if (written >= MIN_TELLING_BYTES) {
      rowGroupUsedBytes = (long) ((double) rows.usedBytes() / written * settings.rowGroupBytes());
    }
  }

  private void closeFile(OpenPartition partition) throws IOException {
    SortOrder order = columns.areSortable() ? table.sortOrder() : SortOrder.unsorted();
    closed.add(partition.file().orElseThrow().finish(table.spec(), partition.key(), order));
    partition.closed();
    withFiles.remove(partition);
  }

  /** Closes every file; returns those written since the last call, as content-file JSON. */
  List<String> finish() {
    try {
      for (OpenPartition partition : open.values()) {
        if (partition.columns().rows() > 0) {
          writeRowGroup(partition, partition.columns());
        }
        if (partition.file().isPresent()) {
          closeFile(partition);
        }
      }
    } catch (IOException e) {
      throw failure("finish", e);
    }
    keepOneSpare();
    List<String> json = DataFilesJson.of(table, closed);
    closed.clear();

    return json;
  }

  /** The next rows will be as many, and mostly of one partition. */
  private void keepOneSpare() {
    if (!open.isEmpty()) {
      Columns largest = largest().columns();
      largest.clear();
      spare = Optional.of(largest);
      heldBytes = largest.heldBytes();
    }
    open.clear();
    last = Optional.empty();
  }

  private FreshetException failure(String verb, IOException e) {
    return new FreshetException(
        Fault.DEPENDENCY,
        "Cannot %s a file of %s: %s; the checkpoint is repeated"
            .formatted(verb, table.name(), e.getMessage()),
        e);
  }

  /**
   * Gives up what was written since the last {@link #finish}; the files are orphans. Closes all of
   * them, whatever one meets.
   */
  @Override
  public void close() {
    try {
      IOUtils.closeAll(withFiles.stream().flatMap(partition -> partition.file().stream()).toList());
    } catch (Exception e) {
      throw new FreshetException(
          Fault.DEPENDENCY,
          "Cannot close the files of %s: %s".formatted(table.name(), e.getMessage()),
          e);
    } finally {
      compressor.release();
      open.clear();
      withFiles.clear();
      closed.clear();
      last = Optional.empty();
    }
  }
}
