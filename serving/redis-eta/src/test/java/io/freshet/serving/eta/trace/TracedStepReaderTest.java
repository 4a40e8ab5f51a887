package io.freshet.serving.eta.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.ContractTexts;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.EventEncoder.Origin;
import io.freshet.core.envelope.PayloadBuilder;
import io.freshet.core.envelope.SchemaRegistry;
import io.freshet.core.envelope.TraceHeader;
import io.freshet.core.envelope.registry.InMemorySchemaRegistry;
import io.freshet.serving.eta.events.StreamContract;
import io.freshet.serving.eta.events.reading.EventReader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.util.SimpleUserCodeClassLoader;
import org.apache.flink.util.UserCodeClassLoader;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TracedStepReaderTest {
  private static final ContractTexts CONTRACTS = ContractTexts.read(Path.of("../../contracts"));
  private static final String NAME = "order_events";
  private static final String RECORDED = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  private final SchemaRegistry registry = new InMemorySchemaRegistry();
  private final TracedStepReader reader =
      new TracedStepReader(
          EventReader.orderEvents(StreamContract.of(CONTRACTS, NAME), () -> registry));

  @BeforeEach
  void open() {
    reader.open(new Opening());
  }

  @Test
  void readsTheTraceThatAnEventBears() {
    ConsumerRecord<byte[], byte[]> event = event("confirmed");
    event.headers().add(TraceHeader.of(RECORDED));

    assertThat(read(event)).extracting(TracedStep::traceParent).containsExactly(RECORDED);
  }

  @Test
  void readsAnEventWithoutOne() {
    assertThat(read(event("confirmed")))
        .singleElement()
        .satisfies(
            traced -> {
              assertThat(traced.step().orderId()).isEqualTo(4711);
              assertThat(traced.traceParent()).isNull();
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba9\"2b7-01",
        ""
      })
  void takesNoTraceThatNobodyRecords(String traceParent) {
    ConsumerRecord<byte[], byte[]> event = event("confirmed");
    event.headers().add(TraceHeader.of(traceParent));

    assertThat(read(event)).extracting(TracedStep::traceParent).containsExactly((String) null);
  }

  @Test
  void leavesOutWhatTheOtherReaderRefuses() {
    ConsumerRecord<byte[], byte[]> event = event("confirmed");
    event.headers().remove("ce_id").add(TraceHeader.of(RECORDED));

    assertThat(read(event)).isEmpty();
  }

  private ConsumerRecord<byte[], byte[]> event(String state) {
    ProducerRecord<byte[], byte[]> sent =
        EventEncoder.of(CONTRACTS.contract(NAME), registry, Origin.of("/test"))
            .encode(
                new PayloadBuilder(CONTRACTS.contract(NAME))
                    .set("market", "san_francisco")
                    .set("order_id", 4711L)
                    .set("order_version", 2)
                    .set("state", state)
                    .set("synthetic", false)
                    .set("event_time", Instant.parse("2026-11-02T12:00:00Z"))
                    .build());
    ConsumerRecord<byte[], byte[]> received =
        new ConsumerRecord<>(sent.topic(), 0, 0, sent.key(), sent.value());
    sent.headers().forEach(header -> received.headers().add(header));

    return received;
  }

  private List<TracedStep> read(ConsumerRecord<byte[], byte[]> event) {
    List<TracedStep> steps = new ArrayList<>();
    reader.deserialize(event, new ListCollector<>(steps));

    return steps;
  }

  private static final class Opening implements DeserializationSchema.InitializationContext {
    @Override
    public MetricGroup getMetricGroup() {
      return new UnregisteredMetricsGroup();
    }

    @Override
    public UserCodeClassLoader getUserCodeClassLoader() {
      return SimpleUserCodeClassLoader.create(TracedStepReaderTest.class.getClassLoader());
    }
  }
}
