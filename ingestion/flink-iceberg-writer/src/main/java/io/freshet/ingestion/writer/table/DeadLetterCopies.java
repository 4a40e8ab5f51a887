package io.freshet.ingestion.writer.table;

import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.SchemaRegistry;
import io.freshet.core.envelope.stream.AwaitedProducer;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.toolkit.FreshetException;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The topic of dead letters, for those who put them into the table themselves. */
public final class DeadLetterCopies implements DeadLetterWriter.DeadLetterTopic, AutoCloseable {
  /** Whoever makes rows of the topic leaves out what comes from here. */
  public static final String SOURCE = "/freshet/writer";

  private static final Logger LOG = LoggerFactory.getLogger(DeadLetterCopies.class);

  private final AwaitedProducer producer;

  private DeadLetterCopies(AwaitedProducer producer) {
    this.producer = producer;
  }

  public static DeadLetterCopies open(
      Contract deadLetters, KafkaSettings kafka, SchemaRegistry registry) {
    return new DeadLetterCopies(AwaitedProducer.open(deadLetters, kafka, registry, SOURCE));
  }

  @Override
  public void send(String id, GenericRecord deadLetter) {
    producer.send(id, deadLetter);
  }

  /** What no topic takes is in the table only. */
  @Override
  public void flush() {
    try {
      producer.flush();
    } catch (FreshetException e) {
      if (!(e.getCause() instanceof RecordTooLargeException)) {
        throw e;
      }
      LOG.warn("Dead letters are in the table only cause={}", e.getMessage());
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
