package io.freshet.batch.landing.given;

import io.freshet.batch.landing.database.ForeignColumn;
import io.freshet.batch.landing.database.ForeignTypes;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.TypeText;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Holds the types of another database's table against the contract's before a row is read. */
record ColumnTypes(Contract contract, TableRange range) {
  /**
   * How the database is asked for each chosen column, in the table's order.
   *
   * @param chosen the contract's columns, by names of the table's
   * @throws FreshetException naming every column whose type does not become what the contract has
   */
  <T> Map<Field, T> match(
      List<ForeignColumn> columns, Map<String, Field> chosen, ForeignTypes<T> types) {
    Map<Field, T> matched = new LinkedHashMap<>();
    List<String> problems = new ArrayList<>();
    for (ForeignColumn column : columns) {
      Field field = chosen.get(column.name());
      if (field != null) {
        Optional<T> known = types.of(column, field);
        known.ifPresent(each -> matched.put(field, each));
        if (known.isEmpty()) {
          problems.add(
              "%s is %s%s, and %s is %s"
                  .formatted(
                      column.name(),
                      column.type(),
                      types.problem(column),
                      field.name(),
                      TypeText.of(field.type())));
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new FreshetException(
          Fault.CALLER,
          "%s of %s has columns that don't become those of %s: %s; cast them in a query, --table '(SELECT …) given', or leave them out by --leave-out"
              .formatted(range.table(), range.url(), contract.name(), String.join("; ", problems)));
    }

    return matched;
  }
}
