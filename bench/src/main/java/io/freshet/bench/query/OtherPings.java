package io.freshet.bench.query;

import io.freshet.core.toolkit.Settings;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;

/** The rows of our table once more, in each of the layouts that it is compared with. */
final class OtherPings {
  /** The column along which rows lie. */
  static final String CURVE = "curve";

  private static final String PLAIN = "create table %s as select * from %s order by random()";

  /**
   * Degrees in steps of a millionth, bit by bit in turns. Iceberg's own Z-order takes no decimals,
   * so the place on the curve is a column here, which no question reads.
   */
  private static final String ALONG_THE_CURVE =
      """
      create table %s
      with (partitioning = array['day(event_time)'], sorted_by = array['curve'])
      as select *, reduce(
          sequence(0, 28),
          bigint '0',
          (curve, bit) -> curve
              + bitwise_left_shift(
                  bitwise_and(
                      bitwise_right_shift(
                          cast((latitude + 90) * 1000000 as bigint), cast(bit as integer)),
                      1),
                  cast(2 * bit as integer))
              + bitwise_left_shift(
                  bitwise_and(
                      bitwise_right_shift(
                          cast((longitude + 180) * 1000000 as bigint), cast(bit as integer)),
                      1),
                  cast(2 * bit + 1 as integer)),
          curve -> curve) as curve
      from %s
      """;

  private OtherPings() {}

  static void make(TableIdentifier ours, Catalog catalog, Settings settings) {
    catalog.registerTable(Layout.COUNTED.table(ours), metadataOf(catalog.loadTable(ours)));
    try (Trino trino = Trino.open(settings)) {
      trino.ask("analyze " + Layout.COUNTED.table(ours));
      // Nothing in Freshet counts distinct values; Trino does, of all that it writes.
      trino.ask("set session lake.collect_extended_statistics_on_write = false");
      // Without it Trino leaves out the ORDER BY of whatever writes a table.
      trino.ask("set session skip_redundant_sort = false");
      trino.ask(PLAIN.formatted(Layout.NONE.table(ours), ours));
      trino.ask(ALONG_THE_CURVE.formatted(Layout.Z_ORDER.table(ours), ours));
    }
  }

  private static String metadataOf(Table table) {
    return ((HasTableOperations) table).operations().current().metadataFileLocation();
  }
}
