package io.freshet.catalog.delta.act;

import io.freshet.catalog.delta.Progress;
import io.freshet.catalog.delta.plan.ImportPlan;
import io.freshet.catalog.delta.plan.Placement;
import io.freshet.catalog.delta.plan.PlannedVersion;
import io.freshet.catalog.delta.source.DeltaTable;
import io.freshet.core.lake.Namespaces;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.mapping.NameMappingParser;
import org.apache.iceberg.types.TypeUtil;

/**
 * Carries a plan out: builds the whole table, history included, where no catalog sees it, verifies
 * it, and registers it in one step. What fails before leaves no table and takes its files away.
 */
public final class Importer {
  private static final int FORMAT = 2;

  private final DeltaTable source;
  private final FileIO sourceFiles;
  private final Catalog catalog;
  private final Progress progress;

  public Importer(DeltaTable source, FileIO sourceFiles, Catalog catalog, Progress progress) {
    this.source = source;
    this.sourceFiles = sourceFiles;
    this.catalog = catalog;
    this.progress = progress;
  }

  /** Which versions are read again, value by value, before the table is registered. */
  public enum Verified {
    NEWEST,
    ALL
  }

  /**
   * A version that has become a snapshot.
   *
   * @param values what its values add up to; empty where only its rows were counted
   */
  public record ImportedVersion(
      PlannedVersion version, long snapshotId, Instant committedAt, String values) {}

  public List<ImportedVersion> run(ImportPlan plan, TableIdentifier name, Verified verified) {
    Namespaces.ensure(catalog, name.namespace());
    Table draft = catalog.buildTable(name, plan.newest().schema()).createTransaction().table();
    RecordingFiles files = new RecordingFiles(draft.io());
    BaseTable table =
        new BaseTable(new StagedTable(files, first(plan, draft.location())), name.toString());
    List<ImportedVersion> imported;
    TableMetadata metadata;
    try {
      Map<PlannedVersion, Long> snapshots = build(plan, table);
      Map<Long, String> values = verify(snapshots, table, verified);
      Map<Long, Long> times = times(snapshots);
      metadata = DatedMetadata.of(table.operations().current(), times);
      imported = imported(snapshots, times, values);
    } catch (RuntimeException e) {
      files.discard();
      throw e;
    }
    new Registration(catalog, name, files).register(metadata, written(metadata, files));

    return imported;
  }

  private static TableMetadata first(ImportPlan plan, String location) {
    int lastColumn = 0;
    for (PlannedVersion version : plan.versions()) {
      Schema schema = version.schema();
      for (int id : TypeUtil.indexById(schema.asStruct()).keySet()) {
        lastColumn = Math.max(lastColumn, id);
      }
    }

    return TableMetadata.buildFromEmpty(FORMAT)
        .assignUUID()
        .setLocation(location)
        .setCurrentSchema(plan.versions().get(0).schema(), lastColumn)
        .setDefaultPartitionSpec(
            plan.partitioning().toUnbound().bind(plan.versions().get(0).schema()))
        .setDefaultSortOrder(SortOrder.unsorted())
        .setProperties(properties(plan, location))
        .build();
  }

  private static Map<String, String> properties(ImportPlan plan, String location) {
    Map<String, String> properties = new HashMap<>();
    new Origin(
            plan.source().uri(),
            plan.newestVersion().metadata().getId(),
            plan.newestVersion().number())
        .write(properties);
    properties.put(TableProperties.DEFAULT_NAME_MAPPING, NameMappingParser.toJson(plan.names()));
    boolean sharesFiles =
        plan.files().keySet().stream()
            .anyMatch(file -> plan.placement(file, location) == Placement.IN_PLACE);
    if (sharesFiles) {
      // Expiry and orphan removal would delete what the Delta table still has.
      properties.put(TableProperties.GC_ENABLED, "false");
    }

    return properties;
  }

  private Map<PlannedVersion, Long> build(ImportPlan plan, BaseTable table) {
    return new Replay(
            table,
            new FilePlacer(source, sourceFiles, table, plan, progress).placeAll(),
            new DeletedRows(source, table))
        .replay(plan);
  }

  private Map<Long, String> verify(
      Map<PlannedVersion, Long> snapshots, Table table, Verified verified) {
    progress.begin("Rows verified", Progress.Unit.ROWS);
    Verification verification = new Verification(source, table, progress);
    Map<Long, String> values = new HashMap<>();
    snapshots.forEach(
        (version, snapshot) -> {
          boolean isNewest = snapshot == table.currentSnapshot().snapshotId();
          if (isNewest || verified == Verified.ALL) {
            values.put(snapshot, verification.verify(version, snapshot).values().toString());
          }
        });

    return values;
  }

  private static Map<Long, Long> times(Map<PlannedVersion, Long> snapshots) {
    Map<Long, Instant> committed = new LinkedHashMap<>();
    snapshots.forEach(
        (version, snapshot) -> committed.put(snapshot, version.version().committedAt()));

    return DatedMetadata.rising(committed);
  }

  private static List<ImportedVersion> imported(
      Map<PlannedVersion, Long> snapshots, Map<Long, Long> times, Map<Long, String> values) {
    List<ImportedVersion> imported = new ArrayList<>();
    snapshots.forEach(
        (version, snapshot) ->
            imported.add(
                new ImportedVersion(
                    version,
                    snapshot,
                    Instant.ofEpochMilli(times.get(snapshot)),
                    values.getOrDefault(snapshot, ""))));

    return imported;
  }

  private static String written(TableMetadata metadata, RecordingFiles files) {
    String path =
        "%s/metadata/00000-%s.metadata.json".formatted(metadata.location(), UUID.randomUUID());
    try {
      TableMetadataParser.write(metadata, files.newOutputFile(path));
    } catch (RuntimeException e) {
      files.discard();
      throw new FreshetException(
          Fault.DEPENDENCY, "Cannot write %s: %s".formatted(path, e.getMessage()), e);
    }

    return path;
  }
}
