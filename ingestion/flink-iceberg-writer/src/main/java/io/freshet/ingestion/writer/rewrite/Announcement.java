package io.freshet.ingestion.writer.rewrite;

import io.freshet.core.lake.CommitListener;
import io.freshet.core.toolkit.FreshetException;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells readers of a commit that is done, whatever becomes of the telling. */
public final class Announcement {
  private static final Logger LOG = LoggerFactory.getLogger(Announcement.class);

  private Announcement() {}

  /**
   * The table has it by now: who hears of it late is no reason to say that nothing was done.
   *
   * @param name of the table, with its namespace
   * @return whether readers have heard of it
   */
  public static boolean tell(CommitListener listener, String name, Table table, Snapshot snapshot) {
    try {
      listener.committed(name, table, snapshot);

      return true;
    } catch (FreshetException e) {
      LOG.warn("Commit is not announced table={} cause={}", name, e.getMessage());

      return false;
    }
  }
}
