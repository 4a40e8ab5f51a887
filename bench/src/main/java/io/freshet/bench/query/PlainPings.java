package io.freshet.bench.query;

import io.freshet.core.toolkit.Settings;
import org.apache.iceberg.catalog.TableIdentifier;

/** The same rows in a random order, neither partitioned nor sorted, written by Trino. */
final class PlainPings {
  static final TableIdentifier TABLE = TableIdentifier.of("raw", "pings_without_layout");

  private PlainPings() {}

  static void copy(TableIdentifier from, Settings settings) {
    try (Trino trino = Trino.open(settings)) {
      // Without it Trino leaves out the ORDER BY of whatever writes a table.
      trino.ask("set session skip_redundant_sort = false");
      // Nothing in Freshet counts distinct values; Trino does, of all that it writes.
      trino.ask("set session lake.collect_extended_statistics_on_write = false");
      trino.ask("create table %s as select * from %s order by random()".formatted(TABLE, from));
    }
  }
}
