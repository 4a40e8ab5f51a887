package io.freshet.maintenance.copy;

import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Table;
import org.apache.iceberg.shaded.org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.iceberg.shaded.org.apache.parquet.schema.MessageType;
import org.apache.iceberg.util.StructLikeWrapper;

/**
 * What files must have in common to become one file. The schema is the one that is written in the
 * file, field ids, types and the order of its columns included; it need not be the table's newest.
 *
 * @param partition its values: as a path null is the same as the word
 */
record Layout(int specId, StructLikeWrapper partition, int sortOrderId, MessageType schema) {
  static Layout of(Table table, DataFile file, ParquetMetadata footer) {
    PartitionSpec spec = table.specs().get(file.specId());
    Integer sortOrderId = file.sortOrderId();

    return new Layout(
        spec.specId(),
        StructLikeWrapper.forType(spec.partitionType()).set(file.partition()),
        sortOrderId == null ? 0 : sortOrderId,
        footer.getFileMetaData().getSchema());
  }
}
