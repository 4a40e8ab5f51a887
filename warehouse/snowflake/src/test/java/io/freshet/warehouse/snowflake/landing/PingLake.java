package io.freshet.warehouse.snowflake.landing;

import io.freshet.core.contract.Contract;
import io.freshet.core.lake.LakeSettings;
import io.freshet.core.lake.LakeSettings.ObjectStore;
import io.freshet.core.lake.TableLayout;
import io.freshet.warehouse.snowflake.emulation.Aws;
import io.freshet.warehouse.snowflake.script.Account;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.data.GenericFileWriterFactory;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.iceberg.io.RollingDataWriter;

/**
 * A lake with a table of pings in moto's S3, written to as the writer does it: by Iceberg's own
 * Parquet writers, with the properties of {@link TableLayout}. The catalog is a file, so that a
 * process can open it as well.
 */
final class PingLake {
  private static final Instant START = Instant.parse("2026-11-25T12:00:00Z");

  private final Catalog catalog;
  private final Contract contract;
  private final Table table;
  private long nextOffset;

  private PingLake(Catalog catalog, Contract contract, Table table) {
    this.catalog = catalog;
    this.contract = contract;
    this.table = table;
  }

  static PingLake create(Path catalogFile, Aws aws) {
    Catalog catalog = openCatalog(catalogFile, aws.store(), aws.bucket());
    Contract contract = Account.projectContracts().require("dasher_pings");
    ((SupportsNamespaces) catalog).createNamespace(TableLayout.name(contract).namespace());

    return create(catalog, contract);
  }

  /**
   * @param contract of pings, whatever its name
   */
  static PingLake create(Catalog catalog, Contract contract) {
    TableLayout layout = TableLayout.of(contract);
    Table table =
        catalog
            .buildTable(layout.name(), layout.schema())
            .withPartitionSpec(layout.spec())
            .withSortOrder(layout.sortOrder())
            .withProperties(layout.properties())
            .create();

    return new PingLake(catalog, contract, table);
  }

  static Catalog openCatalog(Path file, ObjectStore store, String bucket) {
    Map<String, String> properties =
        new HashMap<>(new LakeSettings("http://127.0.0.1:1", "", "", store).icebergProperties());
    properties.keySet().removeAll(Set.of("rest.auth.type", "oauth2-server-uri", "token"));
    properties.put("uri", "jdbc:sqlite:" + file);
    properties.put("jdbc.schema-version", "V1");
    properties.put("warehouse", "s3://%s/warehouse".formatted(bucket));

    return CatalogUtil.loadCatalog("org.apache.iceberg.jdbc.JdbcCatalog", "lake", properties, null);
  }

  Catalog catalog() {
    return catalog;
  }

  Contract contract() {
    return contract;
  }

  Table table() {
    return table;
  }

  /** Rows that the table must hold, once each. */
  long rows() {
    return nextOffset;
  }

  /** A checkpoint: rows of two days, so two files, in one snapshot. */
  void append(int rows) {
    List<DataFile> files = write(nextRows(rows));
    org.apache.iceberg.AppendFiles append = table.newAppend();
    files.forEach(append::appendFile);
    append.commit();
  }

  /** A checkpoint that failed: its files are in the bucket, and in no snapshot. */
  void failToAppend(int rows) {
    long offset = nextOffset;
    write(nextRows(rows));
    nextOffset = offset;
  }

  /** Merges all files of each partition into one. */
  void compact() {
    table.refresh();
    org.apache.iceberg.RewriteFiles rewrite = table.newRewrite();
    List<Record> rows = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles();
        CloseableIterable<Record> all =
            org.apache.iceberg.data.IcebergGenerics.read(table).build()) {
      tasks.forEach(task -> rewrite.deleteFile(task.file()));
      all.forEach(row -> rows.add(row.copy()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    write(rows).forEach(rewrite::addFile);
    rewrite.commit();
  }

  /**
   * As maintenance does: only the newest snapshot stays, and what only older ones refer to goes.
   */
  void expireAllButTheNewest() {
    table.refresh();
    table.expireSnapshots().expireOlderThan(System.currentTimeMillis() + 1).retainLast(1).commit();
  }

  private List<Record> nextRows(int count) {
    List<Record> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(row(nextOffset++));
    }

    return rows;
  }

  private Record row(long offset) {
    Record row = GenericRecord.create(table.schema());
    Instant time = START.plusSeconds(offset % 2 * 86_400 + offset);
    row.setField("market", "san_francisco");
    row.setField("dasher_id", 4000 + offset % 7);
    row.setField("latitude", BigDecimal.valueOf(37_700_000 + offset, 6));
    row.setField("longitude", BigDecimal.valueOf(-122_400_000 - offset, 6));
    row.setField("event_time", time.atOffset(ZoneOffset.UTC));
    row.setField("_source", 0);
    row.setField("_stream_partition", 1);
    row.setField("_offset", offset);
    row.setField("_received_at", time.plusSeconds(1).atOffset(ZoneOffset.UTC));

    return row;
  }

  private List<DataFile> write(List<Record> rows) {
    GenericFileWriterFactory writers =
        new GenericFileWriterFactory.Builder(table)
            .dataFileFormat(FileFormat.PARQUET)
            .dataSchema(table.schema())
            .build();
    OutputFileFactory files =
        OutputFileFactory.builderFor(table, 0, 0).format(FileFormat.PARQUET).build();
    PartitionKey key = new PartitionKey(table.spec(), table.schema());
    InternalRecordWrapper wrapper = new InternalRecordWrapper(table.schema().asStruct());
    Map<PartitionKey, RollingDataWriter<Record>> open = new HashMap<>();
    for (Record row : rows) {
      key.partition(wrapper.wrap(row));
      open.computeIfAbsent(
              key.copy(),
              part ->
                  new RollingDataWriter<>(
                      writers, files, table.io(), 128L << 20, table.spec(), part))
          .write(row);
    }
    List<DataFile> written = new ArrayList<>();
    for (RollingDataWriter<Record> writer : open.values()) {
      try {
        writer.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      written.addAll(writer.result().dataFiles());
    }

    return written;
  }
}
