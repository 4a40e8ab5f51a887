package io.freshet.bench.batch.day;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * How events become rows of a table.
 *
 * @param columns those that have values; the others stay null
 * @param values of an event, as Iceberg's generic rows take them, in the order of the columns
 * @param order of the rows in a file: the table's
 * @param entity by which events are spread over the partitions of a log
 */
record EventRows<E>(
    String contract,
    List<String> columns,
    Function<E, Object[]> values,
    Comparator<E> order,
    ToLongFunction<E> entity) {
  EventRows {
    columns = List.copyOf(columns);
  }
}
