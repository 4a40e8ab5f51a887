package io.freshet.cli.contract.diff;

import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType;
import io.freshet.core.lake.TableLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.TypeUtil;

/** Compares columns by their permanent ids, as Iceberg does, parts of objects included. */
final class ColumnDiff {
  private final String contract;
  private final List<ContractChange> changes = new ArrayList<>();

  private ColumnDiff(String contract) {
    this.contract = contract;
  }

  static List<ContractChange> between(String contract, List<Field> before, List<Field> after) {
    ColumnDiff diff = new ColumnDiff(contract);
    diff.compare("", before, after);

    return List.copyOf(diff.changes);
  }

  private void compare(String parent, List<Field> before, List<Field> after) {
    Map<Integer, Field> byId = new HashMap<>();
    Map<String, Field> byName = new HashMap<>();
    after.forEach(field -> byId.put(field.id(), field));
    after.forEach(field -> byName.put(field.name(), field));
    for (Field field : before) {
      String path = parent + field.name();
      Field same = byId.get(field.id());
      Field namesake = byName.get(field.name());
      if (same != null) {
        compare(path, field, same);
      } else if (namesake != null) {
        breaking(
            path,
            "field id %d → %d".formatted(field.id(), namesake.id()),
            "Iceberg takes it for another column: its readers lose what is stored under the old id");
      } else {
        breaking(path, "removed", "its readers find no such column, and contract apply refuses it");
      }
    }
    for (Field field : after) {
      boolean isNew =
          before.stream()
              .noneMatch(old -> old.id() == field.id() || old.name().equals(field.name()));
      if (isNew) {
        added(parent + field.name(), field);
      }
    }
  }

  private void added(String path, Field field) {
    String change = "added as %s %s".formatted(optionality(field), type(field.type()));
    changes.add(
        field.required()
            ? ContractChange.refused(
                contract,
                Optional.of(path),
                change,
                "rows and events that are there have no value for it; make it optional")
            : ContractChange.compatible(contract, Optional.of(path), change));
  }

  private void compare(String path, Field before, Field after) {
    if (!before.name().equals(after.name())) {
      breaking(path, "renamed to " + after.name(), "its readers ask for it by the old name");
    }
    if (before.required() && !after.required()) {
      compatible(path, "made optional; its readers may now meet null");
    } else if (!before.required() && after.required()) {
      changes.add(
          ContractChange.refused(
              contract,
              Optional.of(path),
              "made required",
              "rows and events that are there may have no value for it"));
    }
    compare(path, before.type(), after.type());
    if (before.classification() != after.classification()) {
      compatible(
          path,
          "classification %s → %s"
              .formatted(word(before.classification()), word(after.classification())));
    }
    compareValues(path, before, after);
  }

  private void compareValues(String path, Field before, Field after) {
    List<String> gone = new ArrayList<>(before.allowedValues());
    gone.removeAll(after.allowedValues());
    List<String> come = new ArrayList<>(after.allowedValues());
    come.removeAll(before.allowedValues());
    if (before.allowedValues().isEmpty() && !come.isEmpty()) {
      refuse(path, "allows only " + String.join(", ", come));
    } else if (after.allowedValues().isEmpty() && !gone.isEmpty()) {
      compatible(path, "allows any value");
    } else {
      if (!gone.isEmpty()) {
        refuse(path, "no longer allows " + String.join(", ", gone));
      }
      if (!come.isEmpty()) {
        compatible(path, "also allows " + String.join(", ", come));
      }
    }
  }

  private void refuse(String path, String change) {
    changes.add(
        ContractChange.refused(
            contract,
            Optional.of(path),
            change,
            "events of those who still send other values become dead letters"));
  }

  private void compare(String path, FieldType before, FieldType after) {
    if (before instanceof FieldType.Struct old && after instanceof FieldType.Struct now) {
      compare(path + ".", old.fields(), now.fields());
    } else if (before instanceof FieldType.Sequence old
        && after instanceof FieldType.Sequence now
        && old.elementId() == now.elementId()) {
      compare(path, old.element(), now.element());
    } else if (!before.equals(after)) {
      String change = "%s → %s".formatted(type(before), type(after));
      if (widens(TableLayout.type(before), TableLayout.type(after))) {
        compatible(path, change + ", which is wider");
      } else {
        breaking(path, change, "what is stored can't be read as that");
      }
    }
  }

  private static boolean widens(Type before, Type after) {
    return before.isPrimitiveType()
        && after.isPrimitiveType()
        && TypeUtil.isPromotionAllowed(before, after.asPrimitiveType());
  }

  private void breaking(String path, String change, String why) {
    changes.add(
        ContractChange.breaking(
            contract, Optional.of(path), change, why, ContractChange.Impact.BOTH));
  }

  private void compatible(String path, String change) {
    changes.add(ContractChange.compatible(contract, Optional.of(path), change));
  }

  private static String type(FieldType type) {
    return TableLayout.type(type).toString();
  }

  private static String optionality(Field field) {
    return field.required() ? "required" : "optional";
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
