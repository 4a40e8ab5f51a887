package io.freshet.ingestion.deadletters.redrive;

import io.freshet.ingestion.deadletters.DeadLetter;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A dead letter, the event that is sent for it, and the note that says so. */
record Dispatch(
    DeadLetter letter, ProducerRecord<byte[], byte[]> event, ProducerRecord<byte[], byte[]> note) {
  /** What it takes of a transaction, about. */
  int bytes() {
    return event.value().length + note.value().length;
  }
}
