package io.freshet.testing.samples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericFileWriterFactory;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.encryption.EncryptedFiles;
import org.apache.iceberg.io.DataWriter;

/** Rows of one partition of a table as a Parquet file of it that no commit has yet. */
public final class ParquetRows {
  private ParquetRows() {}

  /** In the partition of the first of them. */
  public static DataFile file(Table table, List<Record> rows) {
    PartitionKey partition = new PartitionKey(table.spec(), table.schema());
    partition.partition(new InternalRecordWrapper(table.schema().asStruct()).wrap(rows.get(0)));

    return file(table, rows, partition);
  }

  public static DataFile file(Table table, List<Record> rows, StructLike partition) {
    DataWriter<Record> writer =
        new GenericFileWriterFactory.Builder(table)
            .dataFileFormat(FileFormat.PARQUET)
            .dataSchema(table.schema())
            .build()
            .newDataWriter(
                EncryptedFiles.plainAsEncryptedOutput(
                    table
                        .io()
                        .newOutputFile(
                            "%s/data/%s.parquet".formatted(table.location(), UUID.randomUUID()))),
                table.spec(),
                partition);
    try (writer) {
      writer.write(rows);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }

    return writer.toDataFile();
  }
}
