package io.freshet.ingestion.deadletters.redrive;

import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.PayloadBuilder;
import io.freshet.core.envelope.SchemaRegistry;
import io.freshet.ingestion.deadletters.DeadLetter;
import io.freshet.ingestion.deadletters.RefusedAt;
import java.time.InstantSource;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Makes the event of {@code redrives} that says that a dead letter is sent. Not thread-safe. */
final class Notes {
  static final String TOPIC_ID = "topic_id";
  static final String ORIGIN_PARTITION = "origin_partition";
  static final String ORIGIN_OFFSET = "origin_offset";

  private final EventEncoder encoder;
  private final PayloadBuilder payloads;
  private final InstantSource clock;
  private final String run;
  private final String contract;

  /**
   * @param run names the redrive
   * @param contract whose stream it sends to
   */
  Notes(
      Contract redrives,
      SchemaRegistry registry,
      InstantSource clock,
      String run,
      String contract) {
    this.encoder = EventEncoder.of(redrives, registry, EventEncoder.Origin.of("/freshet/redrive"));
    this.payloads = new PayloadBuilder(redrives);
    this.clock = clock;
    this.run = run;
    this.contract = contract;
  }

  ProducerRecord<byte[], byte[]> note(DeadLetter letter) {
    RefusedAt refused = RefusedAt.of(letter);

    return encoder.encode(
        "%s:%d:%d".formatted(refused.topicId(), refused.partition(), refused.offset()),
        payloads
            .set("contract", contract)
            .set(TOPIC_ID, refused.topicId())
            .set(ORIGIN_PARTITION, refused.partition())
            .set(ORIGIN_OFFSET, refused.offset())
            .set("origin", letter.origin())
            .set("cause", letter.cause())
            .set("event_time", clock.instant())
            .set("run", run)
            .build());
  }
}
