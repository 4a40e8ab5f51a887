package io.freshet.cli.contract.draft;

import java.util.List;

/** The type of a drafted column, in the words of contracts. */
sealed interface DraftType {
  DraftType STRING = new Plain("string", "");
  DraftType BYTES = new Plain("string", "bytes");
  DraftType BOOLEAN = new Plain("boolean", "");
  DraftType INT = new Plain("integer", "int");
  DraftType LONG = new Plain("integer", "long");
  DraftType FLOAT = new Plain("number", "float");
  DraftType DOUBLE = new Plain("number", "double");
  DraftType DATE = new Plain("date", "");
  DraftType TIMESTAMP = new Plain("timestamp", "");
  DraftType COORDINATE = decimal(9, 6);

  /**
   * A type without parts.
   *
   * @param physicalType empty where the logical type says enough
   */
  record Plain(String logicalType, String physicalType) implements DraftType {}

  record ListOf(DraftType element) implements DraftType {}

  record Parts(List<DraftColumn> columns) implements DraftType {
    public Parts {
      columns = List.copyOf(columns);
    }
  }

  static DraftType decimal(int precision, int scale) {
    return new Plain("number", "decimal(%d,%d)".formatted(precision, scale));
  }
}
