package io.freshet.maintenance.deletes;

import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.util.StructLikeWrapper;

/** A partition by its values: as a path null is the same as the word. */
public record Place(int specId, StructLikeWrapper partition) {
  public static Place of(PartitionSpec spec, StructLike partition) {
    return new Place(spec.specId(), StructLikeWrapper.forType(spec.partitionType()).set(partition));
  }
}
