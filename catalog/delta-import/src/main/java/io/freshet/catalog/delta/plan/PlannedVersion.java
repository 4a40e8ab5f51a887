package io.freshet.catalog.delta.plan;

import io.freshet.catalog.delta.source.DeltaFile;
import io.freshet.catalog.delta.source.DeltaVersion;
import java.util.List;
import org.apache.iceberg.Schema;

/**
 * A version of the Delta table that becomes a snapshot.
 *
 * @param schema its own, in Iceberg's types
 * @param added what the version before did not have; of the first version all files
 * @param removed what the version before had, and it has not
 * @param rows of it, deleted ones not counted
 */
public record PlannedVersion(
    DeltaVersion version,
    Schema schema,
    List<DeltaFile> added,
    List<DeltaFile> removed,
    long rows) {
  public PlannedVersion {
    added = List.copyOf(added);
    removed = List.copyOf(removed);
  }
}
