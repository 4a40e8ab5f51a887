package io.freshet.bench.ingest;

import io.freshet.bench.ProcessMeter;
import io.freshet.bench.Run;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;

/** Processes that bring a stream into a table of their own and commit it every ten seconds. */
public interface Ingester {
  /** As {@code --only} takes it: lower-case letters, digits and hyphens. */
  String name();

  Run.Standing standing();

  TableIdentifier table();

  /** Makes the table anew, and forgets how far the stream was read. */
  void reset(Catalog catalog);

  /** Starts the processes; returns with a meter of them as soon as they can read. */
  ProcessMeter start() throws Exception;

  /** Ends the processes; nothing happens when none run. */
  void stop();

  /**
   * Refuses to wait any longer for processes that have failed.
   *
   * @throws io.freshet.core.toolkit.FreshetException with their reason
   */
  default void requireAlive() {}
}
