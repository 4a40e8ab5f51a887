package io.freshet.cli.contract.diff.sql;

/**
 * What a query reads from or writes to.
 *
 * @param name its last word, in lower case: with a schema before it or without, it is the same
 */
record SqlRelation(Kind kind, String name) {
  enum Kind {
    /** By dbt's {@code source}. */
    SOURCE,
    /** By dbt's {@code ref}. */
    MODEL,
    /** A table, by its schema and name. */
    TABLE,
    /** A table, or a query of the same text. */
    NAME
  }
}
