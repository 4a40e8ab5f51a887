package io.freshet.serving.eta.trace;

import io.freshet.core.envelope.TraceHeader;
import io.freshet.core.tracing.TraceContext;
import io.freshet.serving.eta.events.OrderEvent;
import io.freshet.serving.eta.events.reading.EventReader;
import java.util.Optional;
import org.apache.flink.api.common.serialization.DeserializationSchema.InitializationContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads orders' steps as another reader does, each with its trace if that is recorded. */
public final class TracedStepReader implements KafkaRecordDeserializationSchema<TracedStep> {
  private static final long serialVersionUID = 1L;

  private final EventReader<OrderEvent> steps;

  public TracedStepReader(EventReader<OrderEvent> steps) {
    this.steps = steps;
  }

  @Override
  public void open(InitializationContext context) {
    steps.open(context);
  }

  @Override
  public void deserialize(
      ConsumerRecord<byte[], byte[]> kafkaRecord, Collector<TracedStep> collector) {
    Optional<String> traceParent =
        TraceHeader.in(kafkaRecord.headers())
            .flatMap(TraceContext::parse)
            .filter(TraceContext::isSampled)
            .map(TraceContext::text);

    steps.deserialize(
        kafkaRecord,
        new Collector<>() {
          @Override
          public void collect(OrderEvent step) {
            collector.collect(new TracedStep(step, traceParent.orElse(null)));
          }

          @Override
          public void close() {
            collector.close();
          }
        });
  }

  @Override
  public TypeInformation<TracedStep> getProducedType() {
    return TypeInformation.of(TracedStep.class);
  }
}
