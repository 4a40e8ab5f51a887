package io.freshet.core.lake;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.iceberg.types.Types.StructType;

/** How a table differs from what its contract asks for, and whether it may follow. */
final class SchemaDrift {
  private final List<String> changes = new ArrayList<>();
  private final List<String> refusals = new ArrayList<>();
  private final KeptColumns kept;

  private SchemaDrift(KeptColumns kept) {
    this.kept = kept;
  }

  static SchemaDrift between(Table table, TableLayout layout, KeptColumns kept) {
    SchemaDrift drift = new SchemaDrift(kept);
    drift.compare("", table.schema().asStruct(), layout.schema().asStruct());
    if (!print(table.spec()).equals(print(layout.spec()))) {
      drift.refusals.add(
          "it is partitioned by %s, the contract asks for %s; partitioning of a table with data"
                  .formatted(print(table.spec()), print(layout.spec()))
              + " is changed by maintenance, not by apply");
    }
    if (!print(table.sortOrder()).equals(print(layout.sortOrder()))) {
      drift.changes.add("sort by " + print(layout.sortOrder()));
    }

    return drift;
  }

  /** Column by column, by id; of a new column only the whole is judged, not its parts. */
  private void compare(String parent, StructType held, StructType wanted) {
    for (NestedField column : wanted.fields()) {
      NestedField before = held.field(column.fieldId());
      if (before == null) {
        added(parent + column.name(), column);
      } else {
        altered(parent + column.name(), before, column);
      }
    }
    for (NestedField before : held.fields()) {
      if (wanted.field(before.fieldId()) == null) {
        missing(parent + before.name(), before, wanted.field(before.name()) != null);
      }
    }
    if (!order(held, wanted).equals(order(wanted, held))) {
      changes.add(
          parent.isEmpty()
              ? "reorder columns"
              : "reorder parts of " + parent.substring(0, parent.length() - 1));
    }
  }

  /** Ids of those columns that the other has, too. */
  private static List<Integer> order(StructType columns, StructType other) {
    return columns.fields().stream()
        .map(NestedField::fieldId)
        .filter(id -> other.field(id) != null)
        .toList();
  }

  private void missing(String name, NestedField before, boolean isNameTaken) {
    if (kept.contains(before.fieldId()) && isNameTaken) {
      refusals.add(
          "column %s (id %d) is kept for the rows that are there, and the contract gives its name to"
                  .formatted(name, before.fieldId())
              + " another one: name that otherwise");
    } else if (!kept.contains(before.fieldId())) {
      refusals.add(
          "column %s (id %d) is in the table and in no contract: take it into the contract, or drop it"
              .formatted(name, before.fieldId()));
    } else if (before.isRequired()) {
      changes.add("make column %s optional, which the contract has dropped".formatted(name));
    }
  }

  private void added(String name, NestedField column) {
    if (column.isRequired()) {
      refusals.add(
          "new column %s is required; rows that are already there have no value for it: make it"
                  .formatted(name)
              + " optional");
    } else {
      changes.add("add column %s %s".formatted(name, column.type()));
    }
  }

  private void altered(String name, NestedField before, NestedField after) {
    if (before.isOptional() && after.isRequired()) {
      refusals.add("column %s is optional in the table and can't become required".formatted(name));
    } else if (before.isRequired() && after.isOptional()) {
      changes.add("make column %s optional".formatted(name));
    }
    if (!before.name().equals(after.name())) {
      changes.add("rename column %s to %s".formatted(before.name(), after.name()));
    }
    compare(name, before.type(), after.type());
    if (!Objects.equals(before.doc(), after.doc())) {
      changes.add("describe column " + name);
    }
  }

  private void compare(String name, Type before, Type after) {
    if (before.isStructType() && after.isStructType()) {
      compare(name + ".", before.asStructType(), after.asStructType());
    } else if (before.isListType() && after.isListType()) {
      compare(name + ".", elements(before), elements(after));
    } else if (!before.equals(after)) {
      boolean widens =
          before.isPrimitiveType()
              && after.isPrimitiveType()
              && TypeUtil.isPromotionAllowed(before, after.asPrimitiveType());
      if (widens) {
        changes.add("widen column %s to %s".formatted(name, after));
      } else {
        refusals.add(
            "column %s is %s in the table and can't become %s".formatted(name, before, after));
      }
    }
  }

  private static StructType elements(Type list) {
    return StructType.of(list.asListType().fields());
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
