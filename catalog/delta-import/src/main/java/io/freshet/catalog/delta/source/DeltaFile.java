package io.freshet.catalog.delta.source;

import io.delta.kernel.internal.actions.DeletionVectorDescriptor;
import io.delta.kernel.utils.FileStatus;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A data file of a version, as its log tells it.
 *
 * @param status where it lies, as every reader can name it, and how big it is
 * @param partitionValues as text, by the columns' physical names; null for null
 * @param deleted which of its rows are deleted
 */
public record DeltaFile(
    FileStatus status,
    Map<String, String> partitionValues,
    Optional<DeletionVectorDescriptor> deleted) {
  public DeltaFile {
    partitionValues = new HashMap<>(partitionValues); // with nulls, which copyOf refuses
  }

  public String path() {
    return status.getPath();
  }

  /** How many of its rows are deleted. */
  public long deletedRows() {
    return deleted.map(DeletionVectorDescriptor::getCardinality).orElse(0L);
  }

  /** What tells it from others: the same file with other deleted rows is another one. */
  public String key() {
    return path() + deleted.map(vector -> " without " + vector.getUniqueId()).orElse("");
  }
}
