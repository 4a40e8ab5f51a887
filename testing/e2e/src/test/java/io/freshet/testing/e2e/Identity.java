package io.freshet.testing.e2e;

import org.apache.kafka.clients.producer.RecordMetadata;

/** Where Kafka put a record of one topic: what the table knows its row by. */
record Identity(int partition, long offset) {
  static Identity of(RecordMetadata metadata) {
    return new Identity(metadata.partition(), metadata.offset());
  }
}
