package io.freshet.catalog.delta.plan;

import io.freshet.catalog.delta.source.DeltaFile;
import io.freshet.catalog.delta.source.DeltaVersion;
import io.freshet.catalog.delta.source.Location;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.mapping.NameMapping;

/**
 * What an import is going to do.
 *
 * @param versions oldest first; each becomes a snapshot
 * @param leftOut why older versions do not; empty where there are none
 * @param facts of each data file, by its path
 * @param leftBehind what Delta's writers are bound to and nobody will be after the import
 */
public record ImportPlan(
    Location source,
    List<PlannedVersion> versions,
    Optional<String> leftOut,
    NameMapping names,
    PartitionSpec partitioning,
    Map<String, FileFacts> facts,
    List<String> leftBehind,
    Placements placements) {
  public ImportPlan {
    versions = List.copyOf(versions);
    facts = Map.copyOf(facts);
    leftBehind = List.copyOf(leftBehind);
  }

  /** Whether files that can stay may stay, or the table is to own all of its files. */
  public enum Placements {
    STAY_WHERE_POSSIBLE,
    COPY_ALL
  }

  public PlannedVersion newest() {
    return versions.get(versions.size() - 1);
  }

  public DeltaVersion newestVersion() {
    return newest().version();
  }

  /**
   * @param tableLocation only files of the same store can stay where they are
   */
  public Placement placement(DeltaFile file, String tableLocation) {
    if (facts.get(file.path()).misfit().isPresent()) {
      return Placement.REWRITTEN;
    }
    boolean isInReach = Location.scheme(file.path()).equals(Location.scheme(tableLocation));

    return isInReach && placements == Placements.STAY_WHERE_POSSIBLE
        ? Placement.IN_PLACE
        : Placement.COPIED;
  }

  /** Each data file once, whichever versions have it, as the oldest of them has it. */
  public Map<DeltaFile, PlannedVersion> files() {
    Map<String, DeltaFile> first = new LinkedHashMap<>();
    Map<DeltaFile, PlannedVersion> files = new LinkedHashMap<>();
    for (PlannedVersion version : versions) {
      for (DeltaFile file : version.added()) {
        if (first.putIfAbsent(file.path(), file) == null) {
          files.put(file, version);
        }
      }
    }

    return files;
  }

  /** How many files have rows that are deleted, each version's own counted. */
  public long deletionVectors() {
    return versions.stream()
        .map(PlannedVersion::added)
        .flatMap(Collection::stream)
        .filter(file -> file.deleted().isPresent())
        .map(DeltaFile::key)
        .distinct()
        .count();
  }
}
