package io.freshet.ingestion.writer.source;

import java.io.Serializable;

/** Asks where tables stand, from outside of those who write them. Not thread-safe. */
public interface TableStands extends AutoCloseable {
  /**
   * @throws RuntimeException when catalog or Kafka do not answer
   */
  TableStand of(String topic);

  /** Travels with the job; opens where it is asked. */
  interface Opener extends Serializable {
    TableStands open();
  }
}
