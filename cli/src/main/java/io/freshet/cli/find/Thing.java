package io.freshet.cli.find;

/**
 * A table, view or column that can be found.
 *
 * @param name as {@code schema.table} or {@code schema.table.column}
 * @param owner the team that answers for it; empty where no contract says
 */
record Thing(Kind kind, String name, String owner, String description) {
  /** What it is. */
  enum Kind {
    TABLE,
    COLUMN
  }

  /** The last part of its name. */
  String shortName() {
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
