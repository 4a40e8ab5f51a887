package io.freshet.ingestion.writer.columnar;

import static io.freshet.ingestion.writer.columnar.WrittenStream.INSTANCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Contract;
import io.freshet.ingestion.writer.table.EventFiles;
import io.freshet.ingestion.writer.table.RowEventFiles;
import io.freshet.ingestion.writer.table.TripTables;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** To a reader, a file of the columnar path is one of Iceberg's own. */
class ParquetFormTest {
  private static final long MEMORY = 64 << 20;
  private static final int RECORDS = 500;
  private static final int CONTRACTS = 10;

  @TempDir private Path folder;

  @Test
  void hasTheFooterOfIcebergsWriter() throws IOException {
    for (int seed = 0; seed < CONTRACTS; seed++) {
      FlatContracts random = new FlatContracts(seed);
      Contract contract = FlatContracts.withoutPartitions(random.contract());
      TripRecords records = records(random, contract);

      ParquetMetadata rows = footer(byRows(contract, records, Map.of()));
      ParquetMetadata columns = footer(byColumns(contract, records, Map.of()));

      assertThat(columns.getFileMetaData().getSchema())
          .isEqualTo(rows.getFileMetaData().getSchema());
      assertThat(columns.getFileMetaData().getKeyValueMetaData())
          .isEqualTo(rows.getFileMetaData().getKeyValueMetaData());
      assertThat(columns.getFileMetaData().getCreatedBy())
          .isEqualTo(rows.getFileMetaData().getCreatedBy());
      assertThat(chunks(columns)).isEqualTo(chunks(rows));
    }
  }

  @Test
  void followsTheTablesProperties() throws IOException {
    FlatContracts random = new FlatContracts(1);
    Contract contract = FlatContracts.withoutPartitions(random.contract());
    TripRecords records = records(random, contract);
    Map<String, String> properties =
        Map.of(
            "write.parquet.page-version", "v2",
            "write.parquet.compression-codec", "snappy",
            "write.parquet.page-row-limit", "100",
            "write.parquet.bloom-filter-enabled.column._offset", "true");

    ParquetMetadata rows = footer(byRows(contract, records, properties));
    ParquetMetadata columns = footer(byColumns(contract, records, properties));

    assertThat(chunks(columns)).isEqualTo(chunks(rows));
    assertThat(chunk(columns, "_offset").getEncodings()).contains(Encoding.DELTA_BINARY_PACKED);
    assertThat(chunk(columns, "_offset").getBloomFilterOffset()).isPositive();
  }

  @Test
  void cutsPagesAtTheirLimitOfRows() throws IOException {
    FlatContracts random = new FlatContracts(1);
    Contract contract = FlatContracts.withoutPartitions(random.contract());
    Map<String, String> properties = Map.of("write.parquet.page-row-limit", "100");
    Path file = byColumns(contract, records(random, contract), properties);

    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
      ColumnChunkMetaData chunk = chunk(reader.getFooter(), "_offset");

      assertThat(reader.readOffsetIndex(chunk).getPageCount()).isEqualTo(RECORDS / 100);
      assertThat(reader.readColumnIndex(chunk).getMinValues()).hasSize(RECORDS / 100);
    }
  }

  private static TripRecords records(FlatContracts random, Contract contract) {
    TripRecords records = new TripRecords();
    for (int i = 0; i < RECORDS; i++) {
      records.add(contract, random.payload(contract));
    }

    return records;
  }

  private Path byRows(Contract contract, TripRecords records, Map<String, String> properties)
      throws IOException {
    Table table = table(contract, properties);

    return write(
        contract,
        table,
        records,
        new RowEventFiles(contract, table, 1, records.decoder(contract), INSTANCE));
  }

  private Path byColumns(Contract contract, TripRecords records, Map<String, String> properties)
      throws IOException {
    Table table = table(contract, properties);

    return write(
        contract,
        table,
        records,
        new ColumnarEventFiles(contract, table, 1, records.decoder(contract), INSTANCE, MEMORY));
  }

  private static Table table(Contract contract, Map<String, String> properties) {
    Table table = new TripTables().create(contract);
    var update = table.updateProperties();
    properties.forEach(update::set);
    update.commit();

    return table;
  }

  private Path write(Contract contract, Table table, TripRecords records, EventFiles files)
      throws IOException {
    DataFile file = WrittenStream.write(contract, table, files, records.all()).files().get(0);
    Path copy = Files.createTempFile(folder, "written", ".parquet");
    try (InputStream bytes = table.io().newInputFile(file.location()).newStream()) {
      Files.write(copy, bytes.readAllBytes());
    }
    assertThat(Files.size(copy)).isEqualTo(file.fileSizeInBytes());

    return copy;
  }

  private static ParquetMetadata footer(Path file) throws IOException {
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
      return reader.getFooter();
    }
  }

  /** What does not depend on the order of rows. */
  private static List<String> chunks(ParquetMetadata footer) {
    return footer.getBlocks().stream()
        .flatMap(block -> block.getColumns().stream())
        .map(
            chunk ->
                "%s %s %s %s bloom=%s"
                    .formatted(
                        chunk.getPath(),
                        chunk.getCodec(),
                        chunk.getEncodings(),
                        chunk.getStatistics(),
                        chunk.getBloomFilterOffset() > 0))
        .toList();
  }

  private static ColumnChunkMetaData chunk(ParquetMetadata footer, String column) {
    return footer.getBlocks().get(0).getColumns().stream()
        .filter(chunk -> chunk.getPath().toDotString().equals(column))
        .findFirst()
        .orElseThrow();
  }
}
