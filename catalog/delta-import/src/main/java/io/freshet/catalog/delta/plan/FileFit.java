package io.freshet.catalog.delta.plan;

import java.util.Optional;
import org.apache.iceberg.Schema;
import org.apache.iceberg.mapping.NameMapping;
import org.apache.iceberg.parquet.ParquetSchemaUtil;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** Whether every Iceberg reader finds in a data file the values that Delta's readers find. */
final class FileFit {
  private FileFit() {}

  /** Why not; empty where they do. */
  static Optional<String> misfit(MessageType file, Schema table, NameMapping names) {
    return oddTimes(file)
        .or(() -> foreignIds(file, names))
        .or(() -> otherTypes(ParquetSchemaUtil.applyNameMapping(file, names), table));
  }

  /** Iceberg's format knows times in microseconds only; the bounds of others would mislead. */
  private static Optional<String> oddTimes(MessageType file) {
    for (ColumnDescriptor column : file.getColumns()) {
      PrimitiveType type = column.getPrimitiveType();
      if (type.getPrimitiveTypeName() == PrimitiveTypeName.INT96) {
        return Optional.of("times are INT96");
      }
      if (type.getLogicalTypeAnnotation() instanceof TimestampLogicalTypeAnnotation time
          && time.getUnit() != TimeUnit.MICROS) {
        return Optional.of("times are in %s".formatted(time.getUnit()));
      }
    }

    return Optional.empty();
  }

  /** A file that has ids is read by them alone, so that all of them must be the table's. */
  private static Optional<String> foreignIds(MessageType file, NameMapping names) {
    return ParquetSchemaUtil.hasIds(file)
            && !ParquetSchemaUtil.applyNameMapping(file, names).equals(file)
        ? Optional.of("field ids are not the table's")
        : Optional.empty();
  }

  private static Optional<String> otherTypes(MessageType file, Schema table) {
    Schema found;
    try {
      found = ParquetSchemaUtil.convertAndPrune(file);
    } catch (UnsupportedOperationException | IllegalArgumentException e) {
      return Optional.of("types that Iceberg does not have");
    }
    for (NestedField inFile : TypeUtil.indexById(found.asStruct()).values()) {
      NestedField inTable = table.findField(inFile.fieldId());
      if (inTable != null && !Evolution.canBecome(inFile.type(), inTable.type())) {
        return Optional.of("%s is not %s".formatted(inFile.type(), inTable.type()));
      }
    }

    return Optional.empty();
  }
}
