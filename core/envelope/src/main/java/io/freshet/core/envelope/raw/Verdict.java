package io.freshet.core.envelope.raw;

import io.freshet.core.envelope.offer.Refusal;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What becomes of a raw record: one of these, whatever it holds. */
public sealed interface Verdict {
  /** The contract whose event it is; of a refusal the raw topic's name where it names none. */
  String contract();

  /** An event of its contract, ready to be sent. */
  record Fits(String contract, ProducerRecord<byte[], byte[]> event) implements Verdict {}

  /**
   * No event, and never one as it is.
   *
   * @param isTest whether it was sent as a test, as far as that can be read
   */
  record Refused(String contract, Refusal refusal, boolean isTest) implements Verdict {}
}
