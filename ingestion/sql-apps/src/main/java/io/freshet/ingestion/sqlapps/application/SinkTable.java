package io.freshet.ingestion.sqlapps.application;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import org.apache.flink.table.types.logical.LogicalType;

/** Something that the application writes, as the table that SQL inserts into. */
public sealed interface SinkTable {
  /** Its name in SQL. */
  String table();

  /** Where the file names it. */
  Place place();

  /** How often an event is on a stream. */
  enum Delivery {
    /** Once for those who read committed records; seen when the checkpoint is complete. */
    EXACTLY_ONCE,
    /** At once, and after a failure perhaps again under the same id. */
    AT_LEAST_ONCE
  }

  /** A contract's stream. */
  record Stream(String table, Delivery delivery, Place place) implements SinkTable {}

  /**
   * Hashes in Redis, one a key, of which the newest row is kept.
   *
   * @param key such as {@code surge:{market}}; columns in braces
   * @param newest the column that says which of two rows is newer
   * @param ttl how long a hash stays after its last change
   */
  record Redis(
      String table, String key, String newest, Duration ttl, List<Column> columns, Place place)
      implements SinkTable {
    public Redis {
      columns = List.copyOf(columns);
    }
  }

  /**
   * An HTTP address that is told of each row.
   *
   * @param to names the settings {@code webhook.<to>.url} and {@code webhook.<to>.secret}
   */
  record Webhook(String table, String to, List<Column> columns, Place place) implements SinkTable {
    public Webhook {
      columns = List.copyOf(columns);
    }
  }

  /** A column of a table that no contract describes. */
  record Column(String name, LogicalType type) implements Serializable {}
}
