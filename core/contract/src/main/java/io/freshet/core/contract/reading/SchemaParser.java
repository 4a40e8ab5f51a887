package io.freshet.core.contract.reading;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.core.contract.Classification;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldHistory;
import io.freshet.core.contract.FieldType;
import io.freshet.core.contract.FieldType.Scalar;
import io.freshet.core.contract.FieldType.Sequence;
import io.freshet.core.contract.FieldType.Struct;
import io.freshet.core.contract.JsonForm;
import io.freshet.core.contract.odcs.OdcsDocument;
import io.freshet.core.contract.odcs.Paths;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the columns of one contract, with their parts and elements. */
final class SchemaParser {
  /** Ids from here on are the platform's, for its underscore columns. */
  static final int FIRST_RESERVED_ID = 100_000;

  private static final String NAMELESS = "";

  private final Findings findings;
  private final TypeParser types;
  private final ColumnRules rules;
  private final HistoryParser histories;
  private final JsonFormParser jsonForms;
  private final Map<Integer, String> namesById = new HashMap<>();

  SchemaParser(Findings findings) {
    this.findings = findings;
    this.types = new TypeParser(findings);
    this.rules = new ColumnRules(findings);
    this.histories = new HistoryParser(findings);
    this.jsonForms = new JsonFormParser(findings);
  }

  /** A column that could be read, and its keys for whoever asks for more of them. */
  record Column(Field field, Section keys, Section custom) {}

  /**
   * Columns that stand side by side.
   *
   * @param names of all of them, also of those that could not be read
   */
  record Columns(List<Column> readable, List<String> names) {
    List<Field> fields() {
      return readable.stream().map(Column::field).toList();
    }

    /** Whether a column of that name is there, or may be the one whose name is missing. */
    boolean mayHave(String name) {
      return names.isEmpty() || names.contains(name) || names.contains(NAMELESS);
    }

    Optional<Field> field(String name) {
      return fields().stream().filter(field -> field.name().equals(name)).findFirst();
    }
  }

  Columns columns(Section object) {
    return columns(object, ContractKey.PROPERTIES, "");
  }

  private Columns columns(Section holder, ContractKey key, String prefix) {
    Located place = holder.place(key);
    if (place.node().isEmpty()) {
      findings.add(place, "there are no columns", "a list of at least one column");
    }
    List<Column> readable = new ArrayList<>();
    List<String> names = new ArrayList<>();
    int index = 0;
    for (JsonNode node : place.node()) {
      Section keys = Section.ofMap(node, Paths.item(place.path(), index++), findings);
      String name = keys.text(ContractKey.COLUMN_NAME).orElse(NAMELESS);
      if (!name.equals(NAMELESS) && names.contains(name)) {
        findings.add(
            keys.place(ContractKey.COLUMN_NAME),
            "there are two columns %s".formatted(name),
            "each name once");
      }
      names.add(name);
      if (!prefix.isEmpty() && keys.has(ContractKey.PARTITIONED)) {
        findings.add(
            keys.place(ContractKey.PARTITIONED),
            "%s is a part of a column".formatted(name),
            "partitioned at a column, or no such key");
      }
      column(keys, prefix + name).ifPresent(readable::add);
    }
    Columns columns = new Columns(readable, names);
    rules.checkMoney(place, columns);
    histories.checkNames(columns);
    jsonForms.checkNames(columns);

    return columns;
  }

  private Optional<Column> column(Section keys, String path) {
    Optional<String> name = keys.requiredText(ContractKey.COLUMN_NAME, "the column's name");
    name.ifPresent(text -> rules.checkName(keys.place(ContractKey.COLUMN_NAME), text));
    checkPhysicalName(keys, ContractKey.PHYSICAL_NAME, name);
    Section custom = Section.ofCustomProperties(keys, ContractKey.Place.COLUMN_CUSTOM, findings);
    Optional<Integer> id = id(custom, ContractKey.FIELD_ID, path);
    Optional<FieldType> type = type(keys, custom, path);
    if (name.isPresent() && type.isPresent()) {
      rules.checkType(keys.place(ContractKey.LOGICAL_TYPE), name.get(), type.get());
    }
    Optional<String> description =
        keys.requiredText(ContractKey.COLUMN_DESCRIPTION, "what a value means, with its unit");
    Classification classification =
        keys.choice(ContractKey.CLASSIFICATION, Classification.class, Section::lowerCase)
            .orElse(Classification.INTERNAL);
    boolean required = keys.flag(ContractKey.REQUIRED).orElse(false);
    List<String> allowed = new AllowedValues(findings).parse(keys, type);
    boolean isComplete =
        id.isPresent() && name.isPresent() && type.isPresent() && description.isPresent();
    FieldHistory history = histories.parse(custom, type, required, allowed);
    Optional<JsonForm> json = name.map(own -> jsonForms.parse(custom, own, type, allowed));
    if (!isComplete || findings.hasWithin(keys.path())) {
      return Optional.empty();
    }
    Field field =
        new Field(
            id.get(),
            name.get(),
            type.get(),
            required,
            classification,
            allowed,
            description.get(),
            history,
            json.get());

    return Optional.of(new Column(field, keys, custom));
  }

  /** The standard's second name would be a second truth. */
  void checkPhysicalName(Section keys, ContractKey key, Optional<String> name) {
    Optional<String> physical = keys.text(key);
    if (physical.isPresent() && name.isPresent() && !physical.equals(name)) {
      findings.add(
          keys.place(key),
          "physicalName is %s".formatted(physical.get()),
          "%s, or no such key: there is one name everywhere".formatted(name.get()));
    }
  }

  private Optional<FieldType> type(Section keys, Section custom, String path) {
    String logical = keys.text(ContractKey.LOGICAL_TYPE).orElse("");
    if (!logical.equals("array") && custom.has(ContractKey.ELEMENT_ID)) {
      findings.add(
          custom.place(ContractKey.ELEMENT_ID), "only an array has elements", "no elementId here");
    }

    return switch (logical) {
      case "array" -> array(keys, custom, path);
      case "object" ->
          Optional.of(new Struct(columns(keys, ContractKey.PARTS, path + ".").fields()));
      default -> types.parse(keys);
    };
  }

  private Optional<FieldType> array(Section keys, Section custom, String path) {
    Optional<Integer> elementId = id(custom, ContractKey.ELEMENT_ID, path + "[]");
    Located place = keys.place(ContractKey.ITEMS);
    if (!place.node().isObject()) {
      findings.add(place, "the elements have no type", "items with a logicalType");
      return Optional.empty();
    }
    Section items = keys.section(ContractKey.ITEMS);
    Section itemsCustom =
        Section.ofCustomProperties(items, ContractKey.Place.COLUMN_CUSTOM, findings);
    if (itemsCustom.has(ContractKey.FIELD_ID)) {
      findings.add(
          itemsCustom.place(ContractKey.FIELD_ID),
          "an element's id stands at the array",
          "elementId among the array's customProperties");
    }
    if (items.has(ContractKey.CLASSIFICATION)) {
      findings.add(
          items.place(ContractKey.CLASSIFICATION),
          "the elements have a classification of their own",
          "classification at the array or at the parts of its elements");
    }
    Optional<FieldType> element = type(items, itemsCustom, path + "[]");
    if (elementId.isEmpty() || element.isEmpty()) {
      return Optional.empty();
    }

    return Optional.of(new Sequence(elementId.get(), element.get()));
  }

  private Optional<Integer> id(Section custom, ContractKey key, String path) {
    String remedy = "a whole number from 1 to %d".formatted(FIRST_RESERVED_ID - 1);
    if (!custom.has(key)) {
      findings.add(custom.place(key), "%s has no %s".formatted(path, key.key()), remedy);
      return Optional.empty();
    }
    Optional<Integer> id = custom.wholeNumber(key, 1, FIRST_RESERVED_ID - 1);
    id.map(number -> namesById.putIfAbsent(number, path))
        .ifPresent(
            owner ->
                findings.add(
                    custom.place(key),
                    "the id %d belongs to %s".formatted(id.get(), owner),
                    "an id that no column, part or element ever had"));

    return id;
  }

  /** The values that a string column may take, as the standard's invalidValues rule names them. */
  private record AllowedValues(Findings findings) {
    List<String> parse(Section keys, Optional<FieldType> type) {
      List<String> allowed = new ArrayList<>();
      Located quality = keys.place(ContractKey.QUALITY);
      int index = 0;
      for (JsonNode rule : quality.node()) {
        String path = Paths.item(quality.path(), index++);
        if (rule.path("metric").asText().equals("invalidValues")) {
          read(rule, path, type, allowed);
        }
      }

      return allowed;
    }

    private void read(JsonNode rule, String path, Optional<FieldType> type, List<String> allowed) {
      String valuesPath = Paths.key(Paths.key(path, "arguments"), "validValues");
      JsonNode values = rule.path("arguments").path("validValues");
      boolean isString = type.isEmpty() || type.get() == Scalar.STRING;
      if (!isString) {
        findings.add(path, "only a string column has validValues", "the rule on a string column");
      }
      if (rule.path("mustBe").asInt(-1) != 0) {
        findings.add(
            path, "invalidValues may be more than none", "mustBe: 0, as the platform refuses them");
      }
      if (!values.isArray() || values.isEmpty()) {
        findings.add(valuesPath, "validValues is no list", "the values that the column takes");
      }
      int index = 0;
      for (JsonNode value : values) {
        String valuePath = Paths.item(valuesPath, index++);
        if (!value.isTextual() || allowed.contains(value.textValue())) {
          findings.add(
              valuePath,
              "%s can't be a valid value".formatted(OdcsDocument.print(value)),
              "text, quoted where YAML takes it for something else, and each value once");
        } else {
          allowed.add(value.textValue());
        }
      }
    }
  }
}
