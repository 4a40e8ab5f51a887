package io.freshet.core.lake;

import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/** Hears of each commit once it is in the table; whoever commits tells it. */
@FunctionalInterface
public interface CommitListener {
  /**
   * @param table namespace and name
   * @param committed as it was read after the commit
   */
  void committed(String table, Table committed, Snapshot snapshot);
}
