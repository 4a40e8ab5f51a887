package io.freshet.ingestion.deadletters.redrive;

import org.apache.kafka.clients.producer.ProducerRecord;

/** What would come of a dead letter that was sent again now. */
sealed interface Prospect {
  /** Today's contract takes it: as this record. */
  record Sendable(ProducerRecord<byte[], byte[]> event) implements Prospect {}

  /** Today's contract would refuse it again. */
  record StillRefused(String cause, String detail) implements Prospect {}

  /** Its origin says nothing any more: the number that it names is another topic's by now. */
  record OfAnotherTable() implements Prospect {}
}
