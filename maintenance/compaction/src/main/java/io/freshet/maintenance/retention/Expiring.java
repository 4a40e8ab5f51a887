package io.freshet.maintenance.retention;

import java.util.Map;

/** What a table says of rows that it lets go. */
interface Expiring {
  /** For the snapshot. */
  Map<String, String> summary();

  /**
   * What becomes of the table's properties; none of others is touched.
   *
   * @param before all that it has
   */
  Map<String, String> properties(Map<String, String> before);

  /** How many of the rows are named, as the log may still hold their records. */
  long named();
}
