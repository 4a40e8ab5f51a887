package io.freshet.assurance.prove;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericFileWriterFactory;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.encryption.EncryptedFiles;
import org.apache.iceberg.io.DataWriter;

/** Rows of one partition of a table as a Parquet file. */
final class ParquetRows {
  private ParquetRows() {}

  static DataFile file(Table table, List<Record> rows) {
    PartitionKey partition = new PartitionKey(table.spec(), table.schema());
    partition.partition(new InternalRecordWrapper(table.schema().asStruct()).wrap(rows.get(0)));
    DataWriter<Record> writer =
        new GenericFileWriterFactory.Builder(table)
            .dataFileFormat(FileFormat.PARQUET)
            .dataSchema(table.schema())
            .build()
            .newDataWriter(
                EncryptedFiles.plainAsEncryptedOutput(
                    table.io().newOutputFile(table.location() + "/" + UUID.randomUUID())),
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
