package io.freshet.batch.landing.given;

import io.freshet.batch.landing.database.ForeignColumn;
import io.freshet.batch.landing.database.PostgresJson;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.TypeText;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks Postgres for rows of a table, each as its key and one JSON text. */
record PostgresQuery(Contract contract, TableRange range, PostgresJson json) {
  /** The column of the texts. */
  static final String TEXT = "_freshet_text";

  /**
   * A query in brackets, with the condition on the key still to be put to it.
   *
   * @param chosen the contract's columns, by names of the table's
   * @throws FreshetException naming every column whose type does not become what the contract has
   */
  String of(List<ForeignColumn> columns, Map<String, Field> chosen) {
    List<String> members = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (ForeignColumn column : columns) {
      Field field = chosen.get(column.name());
      if (field != null) {
        Optional<String> expression = json.of(column, field);
        expression.ifPresent(
            known ->
                members.add("%s AS %s".formatted(known, PostgresJson.quoted(field.json().name()))));
        if (expression.isEmpty()) {
          problems.add(
              "%s is %s%s, and %s is %s"
                  .formatted(
                      column.name(),
                      column.type(),
                      json.problem(column),
                      field.name(),
                      TypeText.of(field.type())));
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new FreshetException(
          Fault.CALLER,
          "%s of %s has columns that don't become those of %s: %s; cast them in a query, --table '(SELECT …) rows', or leave them out by --leave-out"
              .formatted(range.table(), range.url(), contract.name(), String.join("; ", problems)));
    }

    // The names of its parts are none that a column has: one would hide the row.
    return "(SELECT _freshet_given.%1$s, to_json(_freshet_row)::text AS %2$s FROM (SELECT * FROM %3$s) _freshet_given CROSS JOIN LATERAL (SELECT %4$s) _freshet_row) landed"
        .formatted(
            PostgresJson.quoted(range.key()),
            PostgresJson.quoted(TEXT),
            range.table(),
            String.join(", ", members));
  }
}
