package io.freshet.core.contract.freshness;

import java.util.Locale;

/** A station on an event's way to whoever looks at its table, in the order of the way. */
public enum Hop {
  /** From the sender to Kafka's log. */
  GATEWAY,
  /** In the log, until a reader's fetch takes it. */
  KAFKA,
  /** In the JSON validator, until its checkpoint. */
  VALIDATOR,
  /** In the writer, until its checkpoint. */
  FLINK,
  /** From the checkpoint to the table's new snapshot. */
  COMMIT,
  /** Of a derived table: until the day or week is over that a row belongs to. */
  PERIOD,
  /** Of a derived table: from the period's last commit to its publication. */
  NIGHTLY,
  /** From the snapshot to an answer that has it. */
  WAREHOUSE,
  /** From the publication to the marts that are built of it. */
  DBT;

  /** As commands, alerts and runbooks name it. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
