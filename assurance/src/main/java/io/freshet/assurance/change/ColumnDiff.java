package io.freshet.assurance.change;

import io.freshet.assurance.change.ContractChange.Impact;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType;
import io.freshet.core.contract.JsonForm;
import io.freshet.core.lake.TableLayout;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.TypeUtil;

/**
 * Compares columns, parts of objects included: by their permanent ids, as Iceberg does, where there
 * is a table; else by their names, as Avro does.
 */
final class ColumnDiff {
  private static final String GONE = "its readers find no such column";
  private static final String REUSED = "its readers silently read another column of that name";

  private final String contract;
  private final boolean hasTable;
  private final boolean isStream;
  private final List<ContractChange> changes = new ArrayList<>();
  private final Set<Integer> broken = new HashSet<>();

  private ColumnDiff(String contract, boolean hasTable, boolean isStream) {
    this.contract = contract;
    this.hasTable = hasTable;
    this.isStream = isStream;
  }

  /**
   * What differs.
   *
   * @param broken ids, old and new, of those whose own schema is told to break somebody
   */
  record Found(List<ContractChange> changes, Set<Integer> broken) {}

  static Found between(Contract before, Contract after) {
    ColumnDiff diff =
        new ColumnDiff(
            after.name(), ColumnPairs.hasTable(before, after), after.stream().isPresent());
    diff.compare("", before.schema().fields(), after.schema().fields());

    return new Found(List.copyOf(diff.changes), Set.copyOf(diff.broken));
  }

  private void compare(String parent, List<Field> before, List<Field> after) {
    ColumnPairs pairs =
        hasTable ? ColumnPairs.ofTable(before, after) : ColumnPairs.ofStream(before, after);
    for (Field field : before) {
      String path = parent + field.name();
      Optional<Field> namesake =
          after.stream().filter(candidate -> candidate.name().equals(field.name())).findFirst();
      pairs
          .now(field)
          .ifPresentOrElse(
              now -> compare(path, field, now, namesake), () -> gone(path, field, namesake));
    }
    after.stream().filter(pairs::isNew).forEach(field -> added(parent + field.name(), field));
  }

  private void gone(String path, Field field, Optional<Field> namesake) {
    broken.add(field.id());
    namesake.ifPresent(other -> broken.add(other.id()));
    String why = namesake.isPresent() ? REUSED : GONE;
    breaking(path, "removed", why + whatApplyDoes(namesake.isPresent()), Impact.BOTH);
  }

  /** A stream's table keeps the column for rows of before, under its name. */
  private String whatApplyDoes(boolean isNameTaken) {
    if (!hasTable) {
      return "";
    }

    return isStream && !isNameTaken
        ? "; the table keeps it for the rows that are there"
        : ", and contract apply refuses it";
  }

  private void added(String path, Field field) {
    String change = "added as %s %s".formatted(optionality(field), type(field.type()));
    if (field.required() && field.history().defaultValue().isEmpty()) {
      broken.add(field.id());
      refuse(
          path,
          change,
          "rows and events that are there have no value for it; give it a default, or make it"
              + " optional");
    } else {
      compatible(path, change);
    }
  }

  private void compare(String path, Field before, Field after, Optional<Field> namesake) {
    if (before.id() != after.id()) {
      compareIds(path, "field", before.id(), after.id());
    }
    if (!before.name().equals(after.name())) {
      broken.addAll(List.of(before.id(), after.id()));
      namesake.ifPresent(other -> broken.add(other.id()));
      breaking(
          path,
          "renamed to " + after.name(),
          (namesake.isPresent() ? REUSED : "its readers ask for it by the old name")
              + missed(before, after),
          Impact.BOTH);
    }
    compareDefaults(path, before, after);
    if (before.required() && !after.required()) {
      compatible(path, "made optional; its readers may now meet null");
    } else if (!before.required() && after.required()) {
      broken.addAll(List.of(before.id(), after.id()));
      refuse(path, "made required", "rows and events that are there may have no value for it");
    }
    if (!compareTypes(path, before.type(), after.type())) {
      broken.addAll(List.of(before.id(), after.id()));
    }
    if (before.classification() != after.classification()) {
      compatible(
          path,
          "classification %s → %s"
              .formatted(word(before.classification()), word(after.classification())));
    }
    compareValues(path, before, after);
    compareJson(path, before, after);
    if (!before.description().equals(after.description())) {
      compatible(path, "described in other words");
    }
  }

  /** Registries know columns by name alone, and so does JSON. */
  private String missed(Field before, Field after) {
    if (!isStream || namesInJson(after).contains(before.name())) {
      return "";
    }
    String who = after.required() ? "the registry takes it for another one" : "JSON is refused";

    return "; %s unless its formerNames have %s".formatted(who, before.name());
  }

  private void compareDefaults(String path, Field before, Field after) {
    Optional<Serializable> was = before.history().defaultValue();
    Optional<Serializable> is = after.history().defaultValue();
    if (!was.equals(is)) {
      broken.addAll(List.of(before.id(), after.id()));
      refuse(
          path,
          "default %s → %s".formatted(print(was), print(is)),
          "a default comes with its column and stays: rows and proofs rest on it");
    }
  }

  private static String print(Optional<Serializable> value) {
    return value.map(Object::toString).orElse("none");
  }

  private void compareIds(String path, String what, int before, int after) {
    String change = "%s id %d → %d".formatted(what, before, after);
    if (hasTable) {
      breaking(
          path,
          change,
          "Iceberg takes it for another column: its readers lose what is stored under the old id,"
              + " and contract apply refuses it",
          Impact.TABLE_READERS);
    } else {
      compatible(path, change);
    }
  }

  private void compareValues(String path, Field before, Field after) {
    List<String> gone = new ArrayList<>(before.allowedValues());
    gone.removeAll(after.allowedValues());
    List<String> come = new ArrayList<>(after.allowedValues());
    come.removeAll(before.allowedValues());
    if (before.allowedValues().isEmpty() && !come.isEmpty()) {
      refuseValues(path, "allows only " + String.join(", ", come));
    } else if (after.allowedValues().isEmpty() && !gone.isEmpty()) {
      compatible(path, "allows any value");
    } else {
      if (!gone.isEmpty()) {
        refuseValues(path, "no longer allows " + String.join(", ", gone));
      }
      if (!come.isEmpty()) {
        compatible(path, "also allows " + String.join(", ", come));
      }
    }
  }

  private void compareJson(String path, Field before, Field after) {
    JsonForm was = before.json();
    JsonForm is = after.json();
    Set<String> gone = namesInJson(before);
    gone.removeAll(namesInJson(after));
    gone.remove(before.name()); // told as renamed
    gone.forEach(name -> refuseJson(path, "no longer called %s in JSON".formatted(name)));
    if (was.isAny() && !is.isAny()) {
      refuseJson(path, "no longer takes any JSON");
    } else if (!was.isAny() && is.isAny()) {
      compatible(path, "takes any JSON; its readers may now meet JSON text");
    }
  }

  private static Set<String> namesInJson(Field field) {
    Set<String> names = new TreeSet<>(field.history().formerNames());
    names.add(field.name());
    names.add(field.json().name());

    return names;
  }

  private void refuseJson(String path, String change) {
    refuse(path, change, "events of those who still send JSON so are refused");
  }

  private void refuseValues(String path, String change) {
    refuse(path, change, "events of those who still send other values become dead letters");
  }

  /** Whether what differs leaves the column as a whole readable; its parts are judged apart. */
  private boolean compareTypes(String path, FieldType before, FieldType after) {
    if (before instanceof FieldType.Struct old && after instanceof FieldType.Struct now) {
      compare(path + ".", old.fields(), now.fields());
      return true;
    }
    if (before instanceof FieldType.Sequence old && after instanceof FieldType.Sequence now) {
      if (old.elementId() != now.elementId()) {
        compareIds(path, "element", old.elementId(), now.elementId());
      }

      return compareTypes(path, old.element(), now.element());
    }
    String change = "%s → %s".formatted(type(before), type(after));
    if (before.equals(after)) {
      return true;
    }
    if (widens(TableLayout.type(before), TableLayout.type(after))) {
      compatible(path, change + ", which is wider");
      return true;
    }
    breaking(path, change, "what is stored can't be read as that", Impact.BOTH);

    return false;
  }

  private static boolean widens(Type before, Type after) {
    return before.isPrimitiveType()
        && after.isPrimitiveType()
        && TypeUtil.isPromotionAllowed(before, after.asPrimitiveType());
  }

  private void breaking(String path, String change, String why, Impact impact) {
    changes.add(ContractChange.breaking(contract, Optional.of(path), change, why, impact));
  }

  private void refuse(String path, String change, String why) {
    changes.add(ContractChange.refused(contract, Optional.of(path), change, why));
  }

  private void compatible(String path, String change) {
    changes.add(ContractChange.compatible(contract, Optional.of(path), change));
  }

  private static String type(FieldType type) {
    return TableLayout.type(type).toString();
  }

  private static String optionality(Field field) {
    return field
        .history()
        .defaultValue()
        .map("required, by default %s,"::formatted)
        .orElse(field.required() ? "required" : "optional");
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
