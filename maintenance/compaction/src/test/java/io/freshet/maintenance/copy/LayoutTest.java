package io.freshet.maintenance.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.iceberg.shaded.org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.iceberg.shaded.org.apache.parquet.hadoop.metadata.FileMetaData.EncryptionType;
import org.apache.iceberg.shaded.org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.iceberg.shaded.org.apache.parquet.schema.MessageTypeParser;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;

class LayoutTest {
  private static final Schema SCHEMA =
      new Schema(Types.NestedField.optional(1, "city", Types.StringType.get()));
  private static final PartitionSpec BY_CITY =
      PartitionSpec.builderFor(SCHEMA).identity("city").build();

  private final Table table = table();

  @Test
  void isTheSameForFilesOfOnePartition() {
    assertThat(layout(file().withPartitionPath("city=oslo")))
        .isEqualTo(layout(file().withPartitionPath("city=oslo")))
        .isNotEqualTo(layout(file().withPartitionPath("city=rome")));
  }

  @Test
  void tellsNoCityFromOneOfThatName() {
    DataFiles.Builder nowhere = file().withPartition(new PartitionKey(BY_CITY, SCHEMA));

    assertThat(layout(nowhere)).isNotEqualTo(layout(file().withPartitionPath("city=null")));
  }

  private Layout layout(DataFiles.Builder file) {
    DataFile built = file.build();
    FileMetaData ending =
        new FileMetaData(
            MessageTypeParser.parseMessageType("message table { optional binary city = 1; }"),
            Map.of(),
            "test",
            EncryptionType.UNENCRYPTED,
            null);

    return Layout.of(table, built, new ParquetMetadata(ending, List.of()));
  }

  private DataFiles.Builder file() {
    return DataFiles.builder(table.spec())
        .withPath("s3://lake/rides/%s.parquet".formatted(UUID.randomUUID()))
        .withFormat(FileFormat.PARQUET)
        .withFileSizeInBytes(1)
        .withRecordCount(1);
  }

  private static Table table() {
    InMemoryCatalog catalog = new InMemoryCatalog();
    // All catalogs of a process share one store in memory.
    catalog.initialize("test", Map.of("warehouse", "memory://" + UUID.randomUUID()));
    catalog.createNamespace(Namespace.of("raw"));

    return catalog.createTable(TableIdentifier.of("raw", "rides"), SCHEMA, BY_CITY);
  }
}
