package io.freshet.ingestion.writer.table;

import io.freshet.core.envelope.Decoded;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.ingestion.writer.commit.FileSteps;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.apache.flink.util.IOUtils;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.data.GenericFileWriterFactory;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.iceberg.io.RollingDataWriter;
import org.apache.iceberg.util.PropertyUtil;

/**
 * Writes rows into Parquet files by Iceberg's own writers, one open file per partition. Late events
 * can touch any number of partitions, and each open file holds a row group in memory, so the file
 * that was written to least recently is closed when there are too many. Not thread-safe.
 */
public final class RowFiles implements RowOutput {
  /** Times the row group size that TableLayout sets: the memory of a slot's open files. */
  private static final int MAX_OPEN = 8;

  private final Table table;
  private final GenericFileWriterFactory writers;
  private final OutputFileFactory files;
  private final PartitionNames names;
  private final PartitionKey key;
  private final InternalRecordWrapper wrapper;
  private final long targetBytes;
  private final LinkedHashMap<PartitionKey, RollingDataWriter<Record>> open =
      new LinkedHashMap<>(MAX_OPEN * 2, 0.75f, true);
  private final List<DataFile> closed = new ArrayList<>();

  /**
   * @param subtask and attempt keep file names apart
   */
  public RowFiles(Table table, int subtask, long attempt) {
    this.table = table;
    this.writers =
        new GenericFileWriterFactory.Builder(table)
            .dataFileFormat(FileFormat.PARQUET)
            .dataSchema(table.schema())
            .build();
    this.files =
        OutputFileFactory.builderFor(table, subtask, attempt).format(FileFormat.PARQUET).build();
    this.names = new PartitionNames(table.spec());
    this.key = new PartitionKey(table.spec(), table.schema());
    this.wrapper = new InternalRecordWrapper(table.schema().asStruct());
    this.targetBytes = targetBytes(table);
  }

  static long targetBytes(Table table) {
    return PropertyUtil.propertyAsLong(
        table.properties(),
        TableProperties.WRITE_TARGET_FILE_SIZE_BYTES,
        TableProperties.WRITE_TARGET_FILE_SIZE_BYTES_DEFAULT);
  }

  @Override
  public Optional<Decoded.Refused> write(Record row) {
    key.partition(wrapper.wrap(row));
    RollingDataWriter<Record> writer = open.get(key);
    if (writer == null) {
      Optional<Decoded.Refused> refused = names.problem(key);
      if (refused.isPresent()) {
        return refused;
      }
      closeLeastRecent();
      PartitionKey copy = key.copy();
      writer = new RollingDataWriter<>(writers, files, table.io(), targetBytes, table.spec(), copy);
      open.put(copy, writer);
    }
    writer.write(row);

    return Optional.empty();
  }

  @Override
  public FileSteps finish() {
    open.values().forEach(this::close);
    open.clear();
    FileSteps finished = FileSteps.of(DataFilesJson.of(table, closed));
    closed.clear();

    return finished;
  }

  private void closeLeastRecent() {
    if (open.size() < MAX_OPEN) {
      return;
    }
    Iterator<RollingDataWriter<Record>> eldest = open.values().iterator();
    close(eldest.next());
    eldest.remove();
  }

  private void close(RollingDataWriter<Record> writer) {
    try {
      writer.close();
    } catch (IOException e) {
      throw new FreshetException(
          Fault.DEPENDENCY,
          "Cannot finish a file of %s: %s; the checkpoint is repeated"
              .formatted(table.name(), e.getMessage()),
          e);
    }
    closed.addAll(writer.result().dataFiles());
  }

  /**
   * {@inheritDoc}
   *
   * <p>Closes all of them, whatever one meets: an open file holds a row group and a connection.
   */
  @Override
  public void close() {
    try {
      IOUtils.closeAll(open.values());
    } catch (Exception e) {
      throw new FreshetException(
          Fault.DEPENDENCY,
          "Cannot close the files of %s: %s".formatted(table.name(), e.getMessage()),
          e);
    } finally {
      open.clear();
      closed.clear();
    }
  }
}
