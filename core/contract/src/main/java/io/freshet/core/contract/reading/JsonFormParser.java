package io.freshet.core.contract.reading;

import io.freshet.core.contract.FieldType;
import io.freshet.core.contract.FieldType.Scalar;
import io.freshet.core.contract.JsonForm;
import io.freshet.core.contract.reading.SchemaParser.Column;
import io.freshet.core.contract.reading.SchemaParser.Columns;
import java.util.List;
import java.util.Optional;

/** Reads how events in JSON write a column. */
final class JsonFormParser {
  private static final int MAX_NAME_LENGTH = 200;

  private final Findings findings;

  JsonFormParser(Findings findings) {
    this.findings = findings;
  }

  /**
   * @param custom the column's customProperties
   * @param name the column's
   * @param type empty when it could not be read
   * @param allowed empty when every value of the type is
   */
  JsonForm parse(Section custom, String name, Optional<FieldType> type, List<String> allowed) {
    String member = custom.text(ContractKey.JSON_NAME).orElse(name);
    if (member.isEmpty() || member.length() > MAX_NAME_LENGTH) {
      findings.add(
          custom.place(ContractKey.JSON_NAME),
          "jsonName has %d characters".formatted(member.length()),
          "the member's name, 1 to %d characters".formatted(MAX_NAME_LENGTH));
    }
    boolean isAny = custom.flag(ContractKey.ANY_JSON).orElse(false);
    boolean isPlainText = type.isEmpty() || (type.get() == Scalar.STRING && allowed.isEmpty());
    if (isAny && !isPlainText) {
      findings.add(
          custom.place(ContractKey.ANY_JSON),
          "only a string column without validValues keeps any JSON",
          "logicalType string, or no anyJson");
    }
    if (isAny && custom.has(ContractKey.DEFAULT)) {
      findings.add(
          custom.place(ContractKey.DEFAULT),
          "a column of any JSON has a default",
          "no default: make the column optional, so that it is null where it is absent");
    }

    return new JsonForm(member, isAny);
  }

  /** A member that two columns ask for would be nobody's. */
  void checkNames(Columns columns) {
    for (Column column : columns.readable()) {
      String member = column.field().json().name();
      boolean isOthers =
          columns.readable().stream()
              .filter(other -> !other.equals(column))
              .anyMatch(
                  other ->
                      other.field().name().equals(member)
                          || other.field().json().name().equals(member)
                          || other.field().history().formerNames().contains(member));
      if (isOthers && column.custom().has(ContractKey.JSON_NAME)) {
        findings.add(
            column.custom().place(ContractKey.JSON_NAME),
            "another column takes the member %s".formatted(member),
            "a member for each column");
      }
    }
  }
}
