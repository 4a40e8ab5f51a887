package io.freshet.core.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.contract.AvroSchemas;
import io.freshet.core.envelope.registry.InMemorySchemaRegistry;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.io.JsonEncoder;
import org.junit.jupiter.api.Test;

class AvroPayloadsTest {
  private static final int OUR_SCHEMA = 1;

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final AvroPayloads payloads = new AvroPayloads(Pings.contract(), registry, OUR_SCHEMA);
  private final GenericRecord ping = Pings.payload();

  AvroPayloadsTest() {
    registry.register("dasher_pings-value", AvroSchemas.of(Pings.contract()));
  }

  @Test
  void readsTheWireFormat() {
    assertThat(payloads.framed(Records.framed(OUR_SCHEMA, ping))).isEqualTo(ping);
  }

  @Test
  void readsABareDatumOfTheContractsSchema() {
    assertThat(payloads.bare(bare(ping))).isEqualTo(ping);
  }

  @Test
  void readsJsonOfASchemaThatTheContractsCanRead() throws IOException {
    assertThat(payloads.json(json(ping), ping.getSchema())).isEqualTo(ping);
  }

  @Test
  void makesNoRoomForAColumnThatOnlyTheSendersSchemaHas() {
    Schema sender =
        new Schema.Parser()
            .parse(
                ping.getSchema()
                    .toString()
                    .replaceFirst(
                        "\"fields\":\\[",
                        "\"fields\":[{\"name\":\"photo\",\"type\":{\"type\":\"fixed\","
                            + "\"name\":\"huge\",\"size\":1500000000}},"));

    assertRefused(() -> payloads.json(text("{\"photo\":\"x\"}"), sender), RefusalCause.UNDECODABLE);
  }

  @Test
  void refusesJsonThatDoesNotFollowItsSchema() {
    for (String json : List.of("{}", "[]", "1", "{\"market\":1}", "null", "{\"market\"")) {
      assertRefused(() -> payloads.json(text(json), ping.getSchema()), RefusalCause.UNDECODABLE);
    }
  }

  @Test
  void refusesASchemaOfSomethingElse() {
    Schema other = SchemaBuilder.record("other").fields().requiredString("name").endRecord();

    assertRefused(() -> payloads.json(text("{}"), other), RefusalCause.INCOMPATIBLE_SCHEMA);
  }

  @Test
  void refusesWhatIsNotFramed() {
    assertRefused(() -> payloads.framed(new byte[] {1, 2, 3}), RefusalCause.NOT_WIRE_FORMAT);
  }

  @Test
  void refusesASchemaThatTheRegistryDoesNotHave() {
    assertRefused(() -> payloads.framed(Records.framed(99, ping)), RefusalCause.UNKNOWN_SCHEMA);
  }

  @Test
  void refusesBytesThatAreCutOffOrTooMany() {
    byte[] whole = bare(ping);

    assertRefused(
        () -> payloads.bare(Arrays.copyOf(whole, whole.length - 3)), RefusalCause.UNDECODABLE);
    assertRefused(
        () -> payloads.bare(Arrays.copyOf(whole, whole.length + 1)), RefusalCause.UNDECODABLE);
  }

  @Test
  void aRegistryThatIsAwayIsNoFaultOfTheEvents() {
    AvroPayloads without =
        new AvroPayloads(
            Pings.contract(),
            new SchemaRegistry() {
              @Override
              public Optional<Schema> schema(int id) {
                throw new FreshetException(Fault.DEPENDENCY, "The registry is away");
              }

              @Override
              public int register(String subject, Schema schema) {
                throw new FreshetException(Fault.DEPENDENCY, "The registry is away");
              }
            },
            OUR_SCHEMA);

    assertThat(without.framed(Records.framed(OUR_SCHEMA, ping))).isEqualTo(ping);
    assertThatThrownBy(() -> without.framed(Records.framed(2, ping)))
        .isInstanceOfSatisfying(
            FreshetException.class, e -> assertThat(e.fault()).isEqualTo(Fault.DEPENDENCY));
  }

  private static void assertRefused(Runnable reading, RefusalCause cause) {
    assertThatThrownBy(reading::run)
        .isInstanceOfSatisfying(
            InvalidEventException.class, e -> assertThat(e.refusal()).isEqualTo(cause));
  }

  private static byte[] bare(GenericRecord payload) {
    byte[] framed = Records.framed(0, payload);

    return Arrays.copyOfRange(framed, WireFormat.HEADER_BYTES, framed.length);
  }

  private static InputStream text(String json) {
    return new ByteArrayInputStream(json.getBytes(UTF_8));
  }

  private static InputStream json(GenericRecord payload) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    JsonEncoder encoder = EncoderFactory.get().jsonEncoder(payload.getSchema(), out);
    new GenericDatumWriter<>(payload.getSchema()).write(payload, encoder);
    encoder.flush();

    return new ByteArrayInputStream(out.toByteArray());
  }
}
