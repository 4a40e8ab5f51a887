package io.freshet.batch.landing.given;

import io.freshet.batch.landing.database.PostgresJson;
import io.freshet.core.contract.Field;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Asks Postgres for rows of a table, each as its key and one JSON text.
 *
 * @param members the expressions of a row's values
 */
record PostgresQuery(TableRange range, Map<Field, String> members) {
  /** The column of the texts. */
  static final String TEXT = "_freshet_text";

  /** In brackets, with the condition on the key still to be put to it. */
  String text() {
    String named =
        members.entrySet().stream()
            .map(
                each ->
                    "%s AS %s"
                        .formatted(
                            each.getValue(), PostgresJson.quoted(each.getKey().json().name())))
            .collect(Collectors.joining(", "));

    // The names of its parts are none that a column has: one would hide the row.
    return "(SELECT _freshet_given.%1$s, to_json(_freshet_row)::text AS %2$s FROM (SELECT * FROM %3$s) _freshet_given CROSS JOIN LATERAL (SELECT %4$s) _freshet_row) landed"
        .formatted(
            PostgresJson.quoted(range.key()), PostgresJson.quoted(TEXT), range.table(), named);
  }
}
