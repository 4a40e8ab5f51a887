package io.freshet.core.contract.reading;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.core.contract.AccessPolicy;
import io.freshet.core.contract.Classification;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType.Scalar;
import io.freshet.core.contract.RoleAccess;
import io.freshet.core.contract.RowFilter;
import io.freshet.core.contract.odcs.OdcsDocument;
import io.freshet.core.contract.odcs.Paths;
import io.freshet.core.contract.reading.SchemaParser.Columns;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads which roles may read the table, and what of it. */
final class AccessParser {
  private static final String REMEDY = "the name of a string, int or long column";

  private final Section document;
  private final Section custom;
  private final Columns columns;
  private final Findings findings;

  /**
   * @param custom the contract's own customProperties
   */
  AccessParser(Section document, Section custom, Columns columns, Findings findings) {
    this.document = document;
    this.custom = custom;
    this.columns = columns;
    this.findings = findings;
  }

  private enum Access {
    READ
  }

  /** For contracts that live in Kafka only: they have the standard's roles. */
  AccessPolicy parseWithoutTable() {
    if (document.has(ContractKey.ROLES)) {
      findings.add(
          document.place(ContractKey.ROLES),
          "this is about a table, and the contract has none",
          "no such key");
    }

    return withReaders(AccessPolicy.standard());
  }

  AccessPolicy parse() {
    return withReaders(
        document.has(ContractKey.ROLES) ? new AccessPolicy(roles()) : AccessPolicy.standard());
  }

  private AccessPolicy withReaders(AccessPolicy policy) {
    Map<String, String> readers = custom.texts(ContractKey.READERS).orElse(Map.of());
    Located place = custom.place(ContractKey.READERS);
    List<String> roles = policy.roles().stream().map(RoleAccess::name).toList();
    readers.forEach(
        (reader, role) -> {
          if (!StreamParser.isClient(reader)) {
            findings.add(
                place,
                "a reader is %s".formatted(reader),
                "lower-case words joined by hyphens or underscores, such as wall-board");
          }
          if (!roles.contains(role)) {
            findings.add(
                place,
                "%s reads as %s, which is none of the roles".formatted(reader, role),
                KeysParser.nearest(role, roles));
          }
        });

    return new AccessPolicy(policy.roles(), readers);
  }

  private List<RoleAccess> roles() {
    Located place = document.place(ContractKey.ROLES);
    if (place.node().isEmpty()) {
      findings.add(
          place, "nobody may read the table", "at least one role, or no such key for the defaults");
    }
    List<RoleAccess> roles = new ArrayList<>();
    Set<String> names = new HashSet<>();
    int index = 0;
    for (JsonNode node : place.node()) {
      Section keys = Section.ofMap(node, Paths.item(place.path(), index++), findings);
      String name = name(keys);
      if (!name.isEmpty() && !names.add(name)) {
        findings.add(
            keys.place(ContractKey.ROLE),
            "there are two roles %s".formatted(name),
            "each role once");
      }
      roles.add(role(keys, name));
    }

    return roles;
  }

  private String name(Section keys) {
    String name = keys.requiredText(ContractKey.ROLE, "the role's name").orElse("");
    if (!name.isEmpty() && !ColumnRules.isName(name)) {
      findings.add(
          keys.place(ContractKey.ROLE),
          "%s is no name".formatted(name),
          "lower-case words joined by underscores, at most %d characters"
              .formatted(ColumnRules.MAX_NAME_LENGTH));
    }
    if (name.startsWith(RoleAccess.TEAM)) {
      findings.add(
          keys.place(ContractKey.ROLE),
          "%s would be a team, which does as it likes in its scratch schema".formatted(name),
          "a name that does not begin with " + RoleAccess.TEAM);
    }

    return name;
  }

  private RoleAccess role(Section keys, String name) {
    keys.choice(ContractKey.ROLE_ACCESS, Access.class, Section::lowerCase);
    Section ofRole = Section.ofCustomProperties(keys, ContractKey.Place.ROLE_CUSTOM, findings);
    Set<Classification> sees =
        Set.copyOf(
            ofRole
                .choices(ContractKey.SEES, Classification.class, Section::lowerCase)
                .orElse(List.of()));

    return new RoleAccess(
        name, keys.text(ContractKey.ROLE_DESCRIPTION).orElse(""), sees, filter(ofRole));
  }

  private Optional<RowFilter> filter(Section ofRole) {
    if (!ofRole.has(ContractKey.ONLY_WHERE)) {
      return Optional.empty();
    }
    Located place = ofRole.place(ContractKey.ONLY_WHERE);
    if (!place.node().isObject()) {
      findings.add(
          place,
          "onlyWhere is %s".formatted(OdcsDocument.print(place.node())),
          "a map with column and values");
      return Optional.empty();
    }
    Section keys = Section.ofMap(place.node(), place.path(), findings);
    keys.refuseUnknown(ContractKey.Place.ROLE_FILTER);
    Located values = keys.place(ContractKey.FILTER_VALUES);
    if (!values.node().isArray() || values.node().isEmpty()) {
      findings.add(values, "the filter names no values", "a list of at least one value");
    }

    return keys.requiredText(ContractKey.FILTER_COLUMN, REMEDY)
        .flatMap(name -> column(keys.place(ContractKey.FILTER_COLUMN), name))
        .flatMap(column -> filter(column, values));
  }

  private Optional<Field> column(Located place, String name) {
    Optional<Field> field = columns.field(name);
    if (!columns.mayHave(name)) {
      findings.add(
          place,
          "there is no column %s".formatted(name),
          KeysParser.nearest(name, columns.names()));
    } else if (field.isPresent() && !KeysParser.KEY_TYPES.contains(field.get().type())) {
      findings.add(place, "the column %s has another type".formatted(name), REMEDY);
      return Optional.empty();
    }

    return field;
  }

  private Optional<RowFilter> filter(Field column, Located place) {
    Scalar type = (Scalar) column.type();
    List<String> values = new ArrayList<>();
    int index = 0;
    for (JsonNode value : place.node()) {
      String path = Paths.item(place.path(), index++);
      String text = value.asText();
      boolean isAllowed = column.allowedValues().isEmpty() || column.allowedValues().contains(text);
      if (!fits(value, type)) {
        findings.add(
            path,
            "%s is no value of %s".formatted(OdcsDocument.print(value), column.name()),
            type == Scalar.STRING ? "text" : "a whole number in plain decimals");
      } else if (!isAllowed) {
        findings.add(
            path,
            "%s never has the value %s".formatted(column.name(), text),
            KeysParser.nearest(text, column.allowedValues()));
      } else if (values.contains(text)) {
        findings.add(path, "%s is given twice".formatted(text), "each value once");
      } else {
        values.add(text);
      }
    }

    return values.isEmpty()
        ? Optional.empty()
        : Optional.of(new RowFilter(column.name(), type, values));
  }

  private static boolean fits(JsonNode value, Scalar type) {
    return switch (type) {
      case STRING -> value.isTextual();
      case INTEGER -> value.isIntegralNumber() && value.canConvertToInt();
      case LONG -> value.isIntegralNumber() && value.canConvertToLong();
      default -> false;
    };
  }
}
