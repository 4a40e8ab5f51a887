package io.freshet.core.envelope;

import org.apache.avro.generic.GenericRecord;

/** What became of one Kafka record: an event, or something that is kept aside. */
public sealed interface Decoded {
  /** What it is, whether a test or not: an event or refused. */
  default Decoded content() {
    return this;
  }

  /**
   * An event that fits its contract.
   *
   * @param payload in the reader's schema, which is the contract's
   */
  record Event(Envelope envelope, GenericRecord payload) implements Decoded {}

  /** What neither becomes a row nor is handed to anybody who did not ask for it. */
  sealed interface Aside extends Decoded {}

  /**
   * A record that can't be an event of this contract.
   *
   * @param detail what was seen and what was wanted, without the payload's values
   */
  record Refused(RefusalCause cause, String detail) implements Aside {}

  /**
   * A record that its sender has marked as a test: {@link TestMark}.
   *
   * @param content what it would be without the mark: an event or refused
   */
  record Test(Decoded content) implements Aside {
    /** Without the payload's values, which logs must not have. */
    @Override
    public String toString() {
      return "Test";
    }
  }
}
