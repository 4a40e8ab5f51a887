package io.freshet.core.lake;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;

/** How a table differs from what its contract asks for, and whether it may follow. */
final class SchemaDrift {
  private final List<String> changes;
  private final List<String> refusals;

  private SchemaDrift(List<String> changes, List<String> refusals) {
    this.changes = changes;
    this.refusals = refusals;
  }

  static SchemaDrift between(Table table, TableLayout layout) {
    List<String> changes = new ArrayList<>();
    List<String> refusals = new ArrayList<>();
    compareColumns(table.schema(), layout.schema(), changes, refusals);
    if (!print(table.spec()).equals(print(layout.spec()))) {
      refusals.add(
          "it is partitioned by %s, the contract asks for %s; partitioning of a table with data"
                  .formatted(print(table.spec()), print(layout.spec()))
              + " is changed by maintenance, not by apply");
    }
    if (!print(table.sortOrder()).equals(print(layout.sortOrder()))) {
      changes.add("sort by " + print(layout.sortOrder()));
    }

    return new SchemaDrift(changes, refusals);
  }

  private static void compareColumns(
      Schema held, Schema wanted, List<String> changes, List<String> refusals) {
    Map<Integer, NestedField> heldById = TypeUtil.indexById(held.asStruct());
    TypeUtil.indexById(wanted.asStruct())
        .forEach(
            (id, column) -> {
              NestedField before = heldById.remove(id);
              if (before == null) {
                added(column, changes, refusals);
              } else {
                altered(before, column, changes, refusals);
              }
            });
    heldById
        .values()
        .forEach(
            gone ->
                refusals.add(
                    "column %s (id %d) is in the table but not in the contract; removing a column"
                            .formatted(gone.name(), gone.fieldId())
                        + " breaks its readers: keep it in the contract"));
  }

  private static void added(NestedField column, List<String> changes, List<String> refusals) {
    if (column.isRequired() && !column.type().isNestedType()) {
      refusals.add(
          "new column %s is required; rows that are already there have no value for it: make it"
                  .formatted(column.name())
              + " optional");
    } else {
      changes.add("add column %s %s".formatted(column.name(), column.type()));
    }
  }

  private static void altered(
      NestedField before, NestedField after, List<String> changes, List<String> refusals) {
    if (before.isOptional() && after.isRequired()) {
      refusals.add(
          "column %s is optional in the table and can't become required".formatted(after.name()));
    } else if (before.isRequired() && after.isOptional()) {
      changes.add("make column %s optional".formatted(after.name()));
    }
    if (!before.name().equals(after.name())) {
      changes.add("rename column %s to %s".formatted(before.name(), after.name()));
    }
    if (before.type().isPrimitiveType() && !before.type().equals(after.type())) {
      if (TypeUtil.isPromotionAllowed(before.type(), asPrimitive(after.type()))) {
        changes.add("widen column %s to %s".formatted(after.name(), after.type()));
      } else {
        refusals.add(
            "column %s is %s in the table and can't become %s"
                .formatted(after.name(), before.type(), after.type()));
      }
    }
    if (!Objects.equals(before.doc(), after.doc())) {
      changes.add("describe column " + after.name());
    }
  }

  private static Type.PrimitiveType asPrimitive(Type type) {
    return type.isPrimitiveType() ? type.asPrimitiveType() : Types.StringType.get();
  }

  boolean isEmpty() {
    return changes.isEmpty() && refusals.isEmpty();
  }

  Optional<String> refusal() {
    return refusals.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", refusals));
  }

  String describe(Map<String, String> properties) {
    List<String> all = new ArrayList<>(changes);
    properties.keySet().forEach(key -> all.add("set " + key));

    return String.join("; ", all);
  }

  static String print(PartitionSpec spec) {
    return spec.isUnpartitioned()
        ? "nothing"
        : spec.fields().stream()
            .map(
                field ->
                    "%s(%s)"
                        .formatted(
                            field.transform(), spec.schema().findColumnName(field.sourceId())))
            .collect(Collectors.joining(", "));
  }

  static String print(SortOrder order) {
    return order.isUnsorted()
        ? "nothing"
        : order.fields().stream()
            .map(field -> order.schema().findColumnName(field.sourceId()))
            .collect(Collectors.joining(", "));
  }
}
