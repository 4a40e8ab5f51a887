package io.freshet.catalog.delta.plan;

import io.delta.kernel.Snapshot;
import io.freshet.catalog.delta.Progress;
import io.freshet.catalog.delta.plan.ImportPlan.Placements;
import io.freshet.catalog.delta.source.DeltaFile;
import io.freshet.catalog.delta.source.DeltaTable;
import io.freshet.catalog.delta.source.DeltaVersion;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.io.FileIO;

/**
 * Reads the log backwards from the newest version, and every footer, and says what an import would
 * do. Stops at a version that an Iceberg table can't have had, or whose files are gone.
 */
public final class Planner {
  private final DeltaTable table;
  private final FileIO files;
  private final Progress progress;

  public Planner(DeltaTable table, FileIO files, Progress progress) {
    this.table = table;
    this.files = files;
    this.progress = progress;
  }

  /**
   * @param mostVersions the newest so many become snapshots
   */
  public ImportPlan plan(int mostVersions, Placements placements) {
    Snapshot latest = table.latest();
    DeltaVersion newest = table.describe(latest);
    progress.begin("Footers read", Progress.Unit.FILES);
    Walk walk = new Walk(newest, latest);
    long oldest = Math.max(table.oldest(latest), newest.number() - mostVersions + 1);
    Optional<String> leftOut = Optional.empty();
    for (long number = newest.number() - 1; number >= oldest && leftOut.isEmpty(); number--) {
      leftOut = goBack(walk, number);
    }
    if (leftOut.isEmpty() && oldest > 0) {
      leftOut =
          Optional.of(
              oldest == newest.number() - mostVersions + 1
                  ? "only %d are wanted".formatted(mostVersions)
                  : "the log begins with version %d".formatted(oldest));
    }

    return walk.plan(
        leftOut, LeftBehind.of(newest, latest.getProtocol().getWriterFeatures()), placements);
  }

  /** What would be refused as the newest version only ends the history as an older one. */
  private Optional<String> goBack(Walk walk, long number) {
    try {
      return walk.goBackTo(table.version(number));
    } catch (FreshetException e) {
      if (e.fault() != Fault.CALLER) {
        throw e;
      }

      return Optional.of("version %d can't be read: %s".formatted(number, e.getMessage()));
    }
  }

  /** From version to version, each the one before the last. */
  private final class Walk {
    private final SchemaTranslator translator;
    private final Footers footers = new Footers(files, progress);
    private final List<PlannedVersion> planned = new ArrayList<>(); // newest first
    private Seen last;

    Walk(DeltaVersion newest, Snapshot latest) {
      this.translator = new SchemaTranslator(newest);
      this.last = see(newest, latest);
      gone(last)
          .ifPresent(
              path -> {
                throw new FreshetException(
                    Fault.CALLER,
                    "The newest version, %d, has lost its file %s; restore it first"
                        .formatted(newest.number(), path));
              });
    }

    private record Seen(DeltaVersion version, Schema schema, Map<String, DeltaFile> files) {
      List<DeltaFile> without(Map<String, DeltaFile> other) {
        return files.entrySet().stream()
            .filter(file -> !other.containsKey(file.getKey()))
            .map(Map.Entry::getValue)
            .toList();
      }
    }

    /** What is in the way, if anything; then the walk is over. */
    Optional<String> goBackTo(Snapshot snapshot) {
      Seen newer = last;
      DeltaVersion version = table.describe(snapshot);
      Optional<String> mapping = Evolution.changeOfMapping(version, newer.version());
      if (mapping.isPresent()) {
        return mapping;
      }
      Seen older = see(version, snapshot);
      Optional<String> obstacle =
          Evolution.obstacle(version, older.schema(), newer.version(), newer.schema())
              .or(
                  () ->
                      gone(older)
                          .map(
                              path ->
                                  "version %d has lost its file %s"
                                      .formatted(version.number(), path)));
      if (obstacle.isEmpty()) {
        planned.add(version(newer, newer.without(older.files()), older.without(newer.files())));
        last = older;
      }

      return obstacle;
    }

    private Seen see(DeltaVersion version, Snapshot snapshot) {
      Map<String, DeltaFile> byKey = new LinkedHashMap<>();
      table.files(snapshot).forEach(file -> byKey.put(file.key(), file));

      return new Seen(version, translator.translate(version.schema()), byKey);
    }

    private Optional<String> gone(Seen version) {
      return footers.read(version.files().values(), version.schema(), translator.names());
    }

    private PlannedVersion version(Seen version, List<DeltaFile> added, List<DeltaFile> removed) {
      return new PlannedVersion(
          version.version(), version.schema(), added, removed, rows(version.files().values()));
    }

    private long rows(Collection<DeltaFile> of) {
      Map<String, FileFacts> facts = footers.known();

      return of.stream()
          .mapToLong(file -> facts.get(file.path()).rows() - file.deletedRows())
          .sum();
    }

    ImportPlan plan(Optional<String> leftOut, List<String> leftBehind, Placements placements) {
      planned.add(version(last, List.copyOf(last.files().values()), List.of()));
      Collections.reverse(planned);
      Requirements requirements =
          Requirements.ofAll(planned.stream().map(PlannedVersion::schema).toList());
      List<PlannedVersion> versions =
          planned.stream()
              .map(
                  version ->
                      new PlannedVersion(
                          version.version(),
                          requirements.on(version.schema()),
                          version.added(),
                          version.removed(),
                          version.rows()))
              .toList();
      PlannedVersion newest = versions.get(versions.size() - 1);

      return new ImportPlan(
          table.location(),
          versions,
          leftOut,
          translator.names(),
          partitioning(newest),
          footers.known(),
          leftBehind,
          placements);
    }
  }

  private static PartitionSpec partitioning(PlannedVersion version) {
    PartitionSpec.Builder builder = PartitionSpec.builderFor(version.schema());
    version.version().partitionColumns().forEach(builder::identity);

    return builder.build();
  }
}
