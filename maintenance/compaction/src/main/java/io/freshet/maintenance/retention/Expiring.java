package io.freshet.maintenance.retention;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a table says of rows that it lets go. */
interface Expiring {
  /** The partitions that go. */
  List<DatedFiles.Dated> going();

  /** Which others don't go yet, and why; empty where all of them do. */
  Optional<String> waiting();

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
