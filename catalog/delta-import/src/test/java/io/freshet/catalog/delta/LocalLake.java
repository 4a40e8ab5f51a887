package io.freshet.catalog.delta;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.catalog.delta.act.Importer.Verified;
import io.freshet.catalog.delta.act.SnapshotRows;
import io.freshet.catalog.delta.plan.ImportPlan.Placements;
import io.freshet.catalog.delta.source.Location;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.hadoop.HadoopFileIO;
import org.apache.iceberg.jdbc.JdbcCatalog;

/** A catalog with its tables in a folder: files of a Delta table beside it can stay. */
public final class LocalLake {
  static final TableIdentifier TABLE = TableIdentifier.of("raw", "imported");

  private final Path warehouse;
  private final JdbcCatalog catalog =
      new JdbcCatalog(properties -> new HadoopFileIO(new Configuration(false)), null, true);

  public LocalLake(Path warehouse) {
    this.warehouse = warehouse;
    catalog.initialize(
        "lake",
        Map.of("warehouse", "file:" + warehouse, "uri", "jdbc:sqlite:%s.db".formatted(warehouse)));
  }

  public JdbcCatalog catalog() {
    return catalog;
  }

  public JsonNode importAll(DeltaFolder delta) {
    return deltaImport().run(request(delta, Placements.STAY_WHERE_POSSIBLE));
  }

  public JsonNode copy(DeltaFolder delta) {
    return deltaImport().run(request(delta, Placements.COPY_ALL));
  }

  public JsonNode plan(DeltaFolder delta) {
    return deltaImport().plan(request(delta, Placements.STAY_WHERE_POSSIBLE));
  }

  public JsonNode importNewest(DeltaFolder delta, int versions) {
    return deltaImport()
        .run(
            new ImportRequest(
                Location.of(delta.root().toString()),
                TABLE,
                versions,
                Placements.STAY_WHERE_POSSIBLE,
                Verified.ALL));
  }

  private static ImportRequest request(DeltaFolder delta, Placements placements) {
    return new ImportRequest(
        Location.of(delta.root().toString()), TABLE, 100, placements, Verified.ALL);
  }

  private DeltaImport deltaImport() {
    return new DeltaImport(
        catalog,
        "file:" + warehouse,
        new HadoopFileIO(new Configuration(false)),
        new Progress(line -> {}, System::nanoTime));
  }

  public Table table() {
    return catalog.loadTable(TABLE);
  }

  /** A column's values at the snapshot of a version, in the files' order. */
  public <T> List<T> at(long version, Function<Record, T> value) {
    Snapshot snapshot = table().snapshot("delta-version-" + version);
    List<T> values = new ArrayList<>();
    new SnapshotRows(table())
        .read(
            snapshot.snapshotId(),
            table().schemas().get(snapshot.schemaId()),
            row -> values.add(value.apply(row)));

    return values;
  }

  public List<Object> ids(long version) {
    return at(version, row -> row.getField("id"));
  }

  /** Whatever lies in the lake, the file system's own checksums aside. */
  public List<String> files() {
    if (!Files.exists(warehouse)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(warehouse)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.endsWith(".crc"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
