package io.freshet.catalog.delta.act;

import io.delta.kernel.internal.util.PartitionUtils;
import io.delta.kernel.types.StructField;
import io.freshet.catalog.delta.source.DeltaFile;
import io.freshet.catalog.delta.source.DeltaVersion;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.LocationProvider;
import org.apache.iceberg.types.Type;

/** The values of partition columns, which Delta keeps in its log and not in files. */
final class Partitions {
  private Partitions() {}

  static PartitionData of(DeltaFile file, DeltaVersion version, PartitionSpec partitioning) {
    PartitionData values = new PartitionData(partitioning.partitionType());
    List<String> columns = version.partitionColumns();
    for (int i = 0; i < columns.size(); i++) {
      StructField column = version.schema().get(columns.get(i));
      String text = file.partitionValues().get(version.physicalName(column));
      Object value = PartitionUtils.literalForPartitionValue(column.getDataType(), text).getValue();
      values.set(i, inIceberg(value, values.getType(i)));
    }

    return values;
  }

  /** For a new file; a folder without a name, as an unpartitioned table's would be, is none. */
  static String newPath(Table table, StructLike partition, String fileName) {
    LocationProvider locations = table.locationProvider();

    return table.spec().isUnpartitioned()
        ? locations.newDataLocation(fileName)
        : locations.newDataLocation(table.spec(), partition, fileName);
  }

  private static Object inIceberg(Object value, Type type) {
    if (value instanceof byte[] bytes) {
      return ByteBuffer.wrap(bytes);
    }
    if (!(value instanceof Number number)) {
      return value;
    }

    return switch (type.typeId()) {
      case INTEGER, DATE -> number.intValue();
      case LONG, TIMESTAMP -> number.longValue();
      case FLOAT -> number.floatValue();
      case DOUBLE -> number.doubleValue();
      default -> value;
    };
  }
}
