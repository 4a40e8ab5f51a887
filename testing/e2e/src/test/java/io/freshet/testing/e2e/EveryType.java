package io.freshet.testing.e2e;

import java.util.List;

/** A contract's text with two columns more of every type without parts: required and optional. */
final class EveryType {
  private static final String END_OF_COLUMNS = "\nroles:\n";
  private static final int FIRST_ID = 100;

  /**
   * @param physical empty where the logical type says all
   */
  private record Type(String name, String logical, String physical) {}

  private static final List<Type> TYPES =
      List.of(
          new Type("flag", "boolean", ""),
          new Type("small", "integer", "int"),
          new Type("large", "integer", "long"),
          new Type("single", "number", "float"),
          new Type("twofold", "number", "double"),
          new Type("words", "string", "string"),
          new Type("octets", "string", "bytes"),
          new Type("day", "date", ""),
          new Type("instant", "timestamp", ""),
          new Type("in_an_int", "number", "decimal(9,4)"),
          new Type("in_a_long", "number", "decimal(18,6)"),
          new Type("in_bytes", "number", "decimal(19,0)"),
          new Type("widest", "number", "decimal(38,10)"));

  private EveryType() {}

  static String columnsIn(String contract) {
    StringBuilder columns = new StringBuilder();
    int id = FIRST_ID;
    for (Type type : TYPES) {
      columns.append(column("required_" + type.name(), type, id++));
      columns.append(column("optional_" + type.name(), type, id++));
    }

    return contract.replace(END_OF_COLUMNS, columns + END_OF_COLUMNS);
  }

  private static String column(String name, Type type, int id) {
    return """

              - name: %s
                logicalType: %s
                %srequired: %s
                description: A value of this type
                customProperties: [{property: fieldId, value: %d}]\
        """
        .formatted(
            name,
            type.logical(),
            type.physical().isEmpty()
                ? ""
                : "physicalType: \"%s\"\n        ".formatted(type.physical()),
            name.startsWith("required"),
            id);
  }
}
