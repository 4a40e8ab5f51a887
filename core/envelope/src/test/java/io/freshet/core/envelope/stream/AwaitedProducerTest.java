package io.freshet.core.envelope.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.envelope.Pings;
import io.freshet.core.envelope.Records;
import io.freshet.core.envelope.registry.InMemorySchemaRegistry;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class AwaitedProducerTest {
  private final MockProducer<byte[], byte[]> kafka =
      new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final AwaitedProducer producer =
      new AwaitedProducer(
          new EventProducer(
              "dasher_pings",
              Records.encoder(Pings.contract(), new InMemorySchemaRegistry()),
              kafka),
          Pings.contract());

  @Test
  void sendsUnderTheCallersId() {
    producer.send("1:0:9", Pings.payload());

    byte[] id = kafka.history().get(0).headers().lastHeader("ce_id").value();
    assertThat(new String(id, StandardCharsets.UTF_8)).isEqualTo("1:0:9");
  }

  @Test
  void saysOnceWhatASendMet() {
    producer.send("a", Pings.payload());
    kafka.errorNext(new TimeoutException("3 record(s) expired"));

    assertThatThrownBy(producer::flush)
        .isInstanceOfSatisfying(
            FreshetException.class, e -> assertThat(e.fault()).isEqualTo(Fault.DEPENDENCY))
        .hasMessage("Cannot send an event to topic dasher_pings: 3 record(s) expired");
    assertThatCode(producer::flush).doesNotThrowAnyException();
  }

  @Test
  void saysThatKafkaIsAwayRatherThanThatAnEventIsTooLarge() {
    producer.send("a", Pings.payload());
    producer.send("b", Pings.payload());
    kafka.errorNext(new RecordTooLargeException("too large"));
    kafka.errorNext(new TimeoutException("expired"));

    assertThatThrownBy(producer::flush).hasRootCauseInstanceOf(TimeoutException.class);
  }
}
