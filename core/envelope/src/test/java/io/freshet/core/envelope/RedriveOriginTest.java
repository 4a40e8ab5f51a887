package io.freshet.core.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.batch.LogRecord;
import io.freshet.core.envelope.registry.InMemorySchemaRegistry;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedriveOriginTest {
  private static final Contract PINGS = Pings.contract();
  private static final int SLOT = PINGS.schema().fields().size();

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();

  @ParameterizedTest
  @ValueSource(
      strings = {"1:0:9", "0:0:0", "-2147483648:0:9", "2147483647:2147483647:9223372036854775807"})
  void isReadFromItsHeaderByEachDecoder(String origin) {
    assertThat(originOf(origin)).contains(origin);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "1:0",
        "1:0:",
        ":0:9",
        "1::9",
        "1:0:9:4",
        "1:0:9:",
        "1:0:-9",
        "-",
        "--1:0:9",
        "-:0:9",
        "1:0:9 ",
        "1:0:x",
        "12345678901:0:9",
        "1:0:12345678901234567890",
        "１:0:9"
      })
  void isNoneWhereTheHeaderSaysAnythingElse(String header) {
    assertThat(originOf(header)).isEmpty();
  }

  @Test
  void isNoneWithoutTheHeaderOrItsValue() {
    assertThat(originOf(sent())).isEmpty();

    ProducerRecord<byte[], byte[]> sent = sent();
    sent.headers().add(RedriveOrigin.HEADER, null);
    assertThat(originOf(sent)).isEmpty();
  }

  @Test
  void isForgottenWithTheNextEvent() {
    ProducerRecord<byte[], byte[]> redriven = sent();
    redriven.headers().add(RedriveOrigin.HEADER, "1:0:9".getBytes(UTF_8));
    FlatEventDecoder decoder = new FlatEventDecoder(PINGS, new EventDecoder(PINGS, registry));
    FlatEvent event = new FlatEvent(SLOT + 1);

    decoder.decode(LogRecord.of(Records.received(redriven)), event);
    decoder.origin(event, SLOT);
    assertThat(event.has(SLOT)).isTrue();
    decoder.decode(LogRecord.of(Records.received(sent())), event);
    decoder.origin(event, SLOT);

    assertThat(event.has(SLOT)).isFalse();
  }

  @Test
  void ofAHeaderIsWhatTextMakesOfAnIdentity() {
    RecordHeaders headers = new RecordHeaders();
    headers.add(RedriveOrigin.HEADER, "9:9:9".getBytes(UTF_8));
    headers.add(RedriveOrigin.HEADER, RedriveOrigin.text(2, 3, 77).getBytes(UTF_8));

    assertThat(RedriveOrigin.of(headers)).contains("2:3:77");
  }

  private ProducerRecord<byte[], byte[]> sent() {
    return Records.encoder(PINGS, registry).encode(Pings.payload());
  }

  private Optional<String> originOf(String header) {
    ProducerRecord<byte[], byte[]> sent = sent();
    sent.headers().add(RedriveOrigin.HEADER, header.getBytes(UTF_8));

    return originOf(sent);
  }

  /** What all three ways to read it agree on. */
  private Optional<String> originOf(ProducerRecord<byte[], byte[]> sent) {
    ConsumerRecord<byte[], byte[]> received = Records.received(sent);
    EventDecoder reference = new EventDecoder(PINGS, registry);
    FlatEventDecoder flat = new FlatEventDecoder(PINGS, reference);
    FlatEvent event = new FlatEvent(SLOT + 1);

    Optional<String> read = RedriveOrigin.of(received.headers());
    assertThat(flat.decode(LogRecord.of(received), event)).isEmpty();
    flat.origin(event, SLOT);
    assertThat(text(event)).isEqualTo(read);
    Decoded.Event decoded = (Decoded.Event) reference.decode(received);
    assertThat(decoded.envelope().origin()).isEqualTo(read);

    return read;
  }

  private static Optional<String> text(FlatEvent event) {
    return event.has(SLOT)
        ? Optional.of(new String(event.bytes(SLOT), event.start(SLOT), event.length(SLOT), UTF_8))
        : Optional.empty();
  }
}
