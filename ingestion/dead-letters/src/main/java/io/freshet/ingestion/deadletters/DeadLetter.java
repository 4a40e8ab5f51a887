package io.freshet.ingestion.deadletters;

import io.freshet.core.lake.LogSource;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record that was refused, as it was received, and why.
 *
 * @param contract whose stream it came in; the raw topic's name where raw JSON named none that took
 *     it
 * @param source the topic that it lies in
 * @param sourceNumber the topic's number in the ledger of the contract's table at the time
 * @param origin where the event was refused first, as {@code source:partition:offset}
 * @param refused the record, byte for byte; key and value may be null
 */
public record DeadLetter(
    String contract,
    String cause,
    String detail,
    LogSource source,
    int sourceNumber,
    String origin,
    ConsumerRecord<byte[], byte[]> refused) {
  /** Whether it is raw JSON, which no stream has held: no ledger numbers its topic. */
  public boolean isRaw() {
    return sourceNumber < 0;
  }

  public Instant receivedAt() {
    return Instant.ofEpochMilli(refused.timestamp());
  }
}
