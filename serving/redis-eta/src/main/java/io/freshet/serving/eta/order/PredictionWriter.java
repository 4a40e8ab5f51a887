package io.freshet.serving.eta.order;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.ContractTexts;
import io.freshet.core.contract.Streams;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.EventEncoder.Origin;
import io.freshet.core.envelope.InvalidEventException;
import io.freshet.core.envelope.PayloadBuilder;
import io.freshet.serving.eta.events.RegistryAccess;
import io.freshet.serving.eta.events.StreamContract;
import java.time.Instant;
import org.apache.avro.generic.GenericRecord;
import org.apache.flink.api.common.serialization.SerializationSchema.InitializationContext;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.metrics.Counter;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns predictions into events of {@code eta_predictions}. An event's id follows from what it
 * says, so that one that is sent again can be known.
 */
public final class PredictionWriter implements KafkaRecordSerializationSchema<EtaUpdate> {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(PredictionWriter.class);

  private final StreamContract contract;
  private final RegistryAccess registry;

  private transient EventEncoder encoder;
  private transient PayloadBuilder payloads;
  private transient Counter refused;

  public PredictionWriter(StreamContract contract, RegistryAccess registry) {
    this.contract = contract;
    this.registry = registry;
  }

  @Override
  public void open(InitializationContext context, KafkaSinkContext sink) {
    Contract parsed = ContractTexts.parse(contract.name(), contract.text());
    int partitions = sink.getPartitionsForTopic(Streams.topic(parsed)).length;
    encoder = EventEncoder.of(parsed, registry.open(), Origin.of("/freshet/eta"), partitions);
    payloads = new PayloadBuilder(parsed);
    refused = context.getMetricGroup().counter("refusedPredictions");
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      EtaUpdate update, KafkaSinkContext context, Long timestamp) {
    try {
      return encoder.encode(id(update), payload(update));
    } catch (InvalidEventException e) {
      refused.inc();
      LOG.warn("Prediction left out event={} problem={}", id(update), e.getMessage());

      return null; // Flink's writer skips it
    }
  }

  /** The same for a prediction that is recorded again. */
  public static String id(EtaUpdate update) {
    Moment moment = update.moment();

    return moment.orderId() + "-" + moment.orderVersion() + "-" + moment.millis();
  }

  private GenericRecord payload(EtaUpdate update) {
    Moment moment = update.moment();

    return payloads
        .set("market", moment.market())
        .set("order_id", moment.orderId())
        .set("order_version", moment.orderVersion())
        .set("dasher_id", moment.dasherId())
        .set("event_time", Instant.ofEpochMilli(moment.millis()))
        .set("stage", moment.stage().code())
        .set("predicted_arrival", Instant.ofEpochMilli(update.predictedArrivalMillis()))
        .set("remaining_seconds", update.remainingSeconds())
        .set("basis", update.basis())
        .set("distance_meters", moment.meters() < 0 ? null : (int) Math.round(moment.meters()))
        .build();
  }
}
