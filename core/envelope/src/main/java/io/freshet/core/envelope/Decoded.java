package io.freshet.core.envelope;

import org.apache.avro.generic.GenericRecord;

/** What became of one Kafka record: an event, or a refusal with its cause. */
public sealed interface Decoded {
  /**
   * An event that fits its contract.
   *
   * @param payload in the reader's schema, which is the contract's
   */
  record Event(Envelope envelope, GenericRecord payload) implements Decoded {}

  /**
   * A record that can't be an event of this contract.
   *
   * @param detail what was seen and what was wanted, without the payload's values
   */
  record Refused(RefusalCause cause, String detail) implements Decoded {}
}
