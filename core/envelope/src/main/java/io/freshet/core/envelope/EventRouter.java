package io.freshet.core.envelope;

import io.freshet.core.contract.Contract;
import java.util.Optional;
import org.apache.avro.generic.IndexedRecord;

/** Where a contract puts its events: the record's key and partition. Thread-safe. */
public final class EventRouter {
  private final EventKey key;
  private final Partitioning partitioning;

  /**
   * @param partitions what the topic has
   */
  public EventRouter(Contract contract, int partitions) {
    this.key = new EventKey(contract);
    this.partitioning =
        new Partitioning(partitions, Math.min(contract.requireStream().spread(), partitions));
  }

  /**
   * The key of the record that holds the payload; empty when one of its parts has no letters.
   *
   * @param payload in the contract's own schema
   */
  public Optional<byte[]> key(IndexedRecord payload) {
    return key.of(payload);
  }

  public int partition(IndexedRecord payload) {
    return key.partition(partitioning, payload);
  }
}
