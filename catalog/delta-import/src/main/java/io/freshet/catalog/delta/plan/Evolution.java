package io.freshet.catalog.delta.plan;

import io.freshet.catalog.delta.source.DeltaVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types.NestedField;

/** Whether an Iceberg table can go from the one version to the next. */
final class Evolution {
  private Evolution() {}

  /** Why it can't, as {@code version 3 changed …}; empty where it can. */
  static Optional<String> obstacle(
      DeltaVersion older, Schema olderSchema, DeltaVersion newer, Schema newerSchema) {
    if (!partitionIds(older, olderSchema).equals(partitionIds(newer, newerSchema))) {
      return Optional.of("version %d changed how it is partitioned".formatted(newer.number()));
    }
    Map<Integer, NestedField> after = TypeUtil.indexById(newerSchema.asStruct());
    for (NestedField before : TypeUtil.indexById(olderSchema.asStruct()).values()) {
      NestedField now = after.get(before.fieldId());
      if (now != null && !canBecome(before.type(), now.type())) {
        return Optional.of(
            "version %d made column %s %s of %s, which an Iceberg column can't become"
                .formatted(newer.number(), now.name(), now.type(), before.type()));
      }
    }

    return Optional.empty();
  }

  /** Before the schemas are compared: columns have other names in files. */
  static Optional<String> changeOfMapping(DeltaVersion older, DeltaVersion newer) {
    return older.mapping() == newer.mapping()
        ? Optional.empty()
        : Optional.of("version %d changed how columns are mapped".formatted(newer.number()));
  }

  private static List<Integer> partitionIds(DeltaVersion version, Schema schema) {
    return version.partitionColumns().stream()
        .map(column -> schema.findField(column).fieldId())
        .toList();
  }

  /** The parts of nested types have ids of their own, and are compared by themselves. */
  static boolean canBecome(Type before, Type now) {
    return now.isPrimitiveType() && before.isPrimitiveType()
        ? before.equals(now) || TypeUtil.isPromotionAllowed(before, now.asPrimitiveType())
        : before.typeId() == now.typeId();
  }
}
