package io.freshet.ingestion.writer.table;

import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.RefusalCause;
import io.freshet.core.lake.RecordHasher;
import io.freshet.core.lake.RowHasher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericFileWriterFactory;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.encryption.EncryptedFiles;
import org.apache.iceberg.encryption.EncryptionKeyMetadata;
import org.apache.iceberg.inmemory.InMemoryOutputFile;
import org.apache.iceberg.io.DataWriter;

/**
 * Tries whether a row can be written, by writing it alone into a file in memory. No store takes
 * part, and what is wrong with the table or its settings shows before there is a row: what fails
 * then is the row. Not thread-safe.
 */
final class RowTrial {
  private final GenericFileWriterFactory writers;
  private final PartitionKey key;
  private final InternalRecordWrapper wrapper;
  private final RecordHasher hasher;

  RowTrial(Table table) {
    this.writers =
        new GenericFileWriterFactory.Builder(table)
            .dataFileFormat(FileFormat.PARQUET)
            .dataSchema(table.schema())
            .build();
    this.key = new PartitionKey(table.spec(), table.schema());
    this.wrapper = new InternalRecordWrapper(table.schema().asStruct());
    this.hasher = RecordHasher.of(table);
  }

  /**
   * Why the row can't be written; empty when it can.
   *
   * @param row makes it, which may be what fails
   */
  Optional<Decoded.Refused> problem(Supplier<Record> row) {
    DataWriter<Record> writer =
        writers.newDataWriter(
            EncryptedFiles.encryptedOutput(new InMemoryOutputFile(), EncryptionKeyMetadata.empty()),
            PartitionSpec.unpartitioned(),
            null);
    try (writer) {
      Record made = row.get();
      hasher.add(made, new RowHasher());
      key.partition(wrapper.wrap(made));
      writer.write(made);

      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write into memory", e);
    } catch (RuntimeException e) {
      // Its message could hold values, and whoever sees dead letters may not see all of them.
      return Optional.of(
          new Decoded.Refused(RefusalCause.WRITE_FAILED, "its row can't be written: " + origin(e)));
    }
  }

  /** Such as {@code NullPointerException in ParquetValueWriters.write}. */
  private static String origin(RuntimeException failure) {
    StackTraceElement[] trace = failure.getStackTrace();
    String type = failure.getClass().getSimpleName();
    if (trace.length == 0) {
      return type;
    }
    String place = trace[0].getClassName();

    return "%s in %s.%s"
        .formatted(type, place.substring(place.lastIndexOf('.') + 1), trace[0].getMethodName());
  }
}
