package io.freshet.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.maintenance.plan.Orphan;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileMetadata;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;

class LiveFilesTest {
  private final Table table = table();

  @Test
  void namesFilesOfRowsAndOfDeletesAndMetadata() {
    table.newAppend().appendFile(rows("s3://lake/rides/a.parquet")).commit();
    DeleteFile deletes =
        FileMetadata.deleteFileBuilder(PartitionSpec.unpartitioned())
            .ofEqualityDeletes(1)
            .withPath("s3://lake/rides/gone.parquet")
            .withFormat("parquet")
            .withFileSizeInBytes(1)
            .withRecordCount(1)
            .build();
    table.newRowDelta().addDeletes(deletes).commit();
    String first =
        ((HasTableOperations) table).operations().current().previousFiles().get(0).file();

    assertThat(left(List.of("s3://lake/rides/a.parquet", "s3://lake/rides/gone.parquet", first)))
        .isEmpty();
    assertThat(
            left(
                List.of(
                    table.currentSnapshot().manifestListLocation(),
                    table.currentSnapshot().allManifests(table.io()).get(0).path(),
                    ((HasTableOperations) table).operations().current().metadataFileLocation())))
        .isEmpty();
  }

  @Test
  void leavesWhatOnlyAnOlderSnapshotNamesForACloserLook() {
    DataFile older = rows("s3://lake/rides/older.parquet");
    table.newAppend().appendFile(older).commit();
    table.newDelete().deleteFile(older).commit();

    assertThat(left(List.of(older.location(), "s3://lake/rides/orphan.parquet")))
        .containsExactly(older.location(), "s3://lake/rides/orphan.parquet");
  }

  @Test
  void leavesAllOfAnEmptyTable() {
    assertThat(left(List.of("s3://lake/rides/orphan.parquet"))).hasSize(1);
  }

  private List<String> left(List<String> paths) {
    List<Orphan> candidates =
        paths.stream().map(path -> new Orphan(path, 1, Instant.EPOCH)).toList();

    return LiveFiles.without(table, candidates).stream().map(Orphan::path).toList();
  }

  private static DataFile rows(String path) {
    return DataFiles.builder(PartitionSpec.unpartitioned())
        .withPath(path)
        .withFormat("parquet")
        .withFileSizeInBytes(1)
        .withRecordCount(1)
        .build();
  }

  private static Table table() {
    InMemoryCatalog catalog = new InMemoryCatalog();
    catalog.initialize("test", Map.of("warehouse", "memory://" + UUID.randomUUID()));
    catalog.createNamespace(Namespace.of("raw"));

    return catalog.createTable(
        TableIdentifier.of("raw", "rides"),
        new Schema(Types.NestedField.required(1, "ride_id", Types.LongType.get())));
  }
}
