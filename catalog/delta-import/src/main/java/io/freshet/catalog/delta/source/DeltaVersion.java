package io.freshet.catalog.delta.source;

import io.delta.kernel.internal.actions.Metadata;
import io.delta.kernel.internal.util.ColumnMapping;
import io.delta.kernel.internal.util.ColumnMapping.ColumnMappingMode;
import io.delta.kernel.types.StructField;
import io.delta.kernel.types.StructType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a version of a Delta table says of itself, its files aside.
 *
 * @param operation such as {@code MERGE}; empty where the log does not tell it any more
 * @param partitionColumns by their logical names, in order
 */
public record DeltaVersion(
    long number,
    Instant committedAt,
    String operation,
    Metadata metadata,
    List<String> partitionColumns) {
  public DeltaVersion {
    partitionColumns = List.copyOf(partitionColumns);
  }

  public StructType schema() {
    return metadata.getSchema();
  }

  public ColumnMappingMode mapping() {
    return ColumnMapping.getColumnMappingMode(metadata.getConfiguration());
  }

  public boolean isMapped() {
    return mapping() != ColumnMappingMode.NONE;
  }

  /** The name that the column bears in data files and in partition values. */
  public String physicalName(StructField field) {
    return isMapped() ? ColumnMapping.getPhysicalName(field) : field.getName();
  }

  /** The columns that data files hold, by their physical names: all but those of the partition. */
  public StructType dataColumns() {
    Set<String> partition = new HashSet<>(partitionColumns);
    List<StructField> logical = schema().fields();
    List<StructField> physical = metadata.getPhysicalSchema().fields();
    List<StructField> columns = new ArrayList<>();
    for (int i = 0; i < logical.size(); i++) {
      if (!partition.contains(logical.get(i).getName())) {
        columns.add(physical.get(i));
      }
    }

    return new StructType(columns);
  }
}
