package io.freshet.core.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.contract.AvroSchemas;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType.Scalar;
import io.freshet.core.envelope.registry.InMemorySchemaRegistry;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** What the decoder does about the schema with which an event was written. */
class WriterSchemasTest {
  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final EventEncoder encoder = Records.encoder(Pings.contract(), registry);
  private final EventDecoder decoder = new EventDecoder(Pings.contract(), registry);

  @Test
  void refusesAnIdThatTheRegistryDoesNotKnow() {
    assertThat(decoder.decode(received(WireFormat.header(77))))
        .isEqualTo(
            new Decoded.Refused(
                RefusalCause.UNKNOWN_SCHEMA, "the registry has no Avro schema of id 77"));
  }

  @Test
  void refusesASchemaThatCannotBeRead() {
    Schema other =
        SchemaBuilder.record("freshet.dasher_pings").fields().requiredString("x").endRecord();
    int id = registry.register("x", other);

    assertThat(decoder.decode(received(WireFormat.header(id))))
        .isInstanceOfSatisfying(
            Decoded.Refused.class,
            refused -> assertThat(refused.cause()).isEqualTo(RefusalCause.INCOMPATIBLE_SCHEMA));
  }

  @Test
  void readsEventsOfAnOlderSchema() {
    List<Field> older = new ArrayList<>(Pings.contract().schema().fields().subList(0, 6));
    EventEncoder olderEncoder = Records.encoder(Pings.contract(older), registry);
    GenericRecord payload = new GenericData.Record(olderEncoder.schema());
    olderEncoder
        .schema()
        .getFields()
        .forEach(f -> payload.put(f.name(), Pings.payload().get(f.name())));

    assertThat(decoder.decode(Records.received(olderEncoder.encode(payload))))
        .isInstanceOfSatisfying(
            Decoded.Event.class,
            event -> {
              assertThat(event.payload().get("market")).hasToString("san_francisco");
              assertThat(event.payload().get("state")).isNull();
            });
  }

  @Test
  void skipsColumnsThatTheContractDoesNotKnow() {
    List<Field> newer = new ArrayList<>(Pings.contract().schema().fields());
    newer.add(0, Pings.field(20, "firmware", Scalar.STRING, false));
    Contract contract = Pings.contract(newer);
    EventEncoder newerEncoder = Records.encoder(contract, registry);
    GenericRecord payload = new GenericData.Record(newerEncoder.schema());
    Pings.payload()
        .getSchema()
        .getFields()
        .forEach(f -> payload.put(f.name(), Pings.payload().get(f.name())));
    payload.put("firmware", "4.2");

    assertThat(decoder.decode(Records.received(newerEncoder.encode(payload))))
        .isInstanceOfSatisfying(
            Decoded.Event.class, event -> assertThat(event.payload()).isEqualTo(Pings.payload()));
  }

  @Test
  void believesForAShortTimeOnlyThatAnIdIsUnknown() {
    MovingClock clock = new MovingClock(Pings.NOW);
    EventDecoder patient = new EventDecoder(Pings.contract(), registry, clock);
    int next = 2;
    byte[] value = encoder.encode(Pings.payload()).value();
    System.arraycopy(WireFormat.header(next), 0, value, 0, WireFormat.HEADER_BYTES);
    assertThat(patient.decode(received(value))).isInstanceOf(Decoded.Refused.class);
    assertThat(registry.register("s", withDoc(AvroSchemas.of(Pings.contract())))).isEqualTo(next);

    assertThat(patient.decode(received(value))).isInstanceOf(Decoded.Refused.class);
    clock.advance(WriterSchemas.UNKNOWN_FOR);
    assertThat(patient.decode(received(value))).isInstanceOf(Decoded.Event.class);
  }

  @Test
  void asksForABoundedNumberOfUnknownIdsInAWhile() {
    MovingClock clock = new MovingClock(Pings.NOW);
    CountingRegistry counting = new CountingRegistry(registry);
    EventDecoder patient = new EventDecoder(Pings.contract(), counting, clock);
    byte[] good = encoder.encode(Pings.payload()).value();
    patient.decode(received(good));
    counting.questions = 0;

    for (int id = 1_000; id < 2_000; id++) {
      assertThat(patient.decode(received(WireFormat.header(id))))
          .isInstanceOfSatisfying(
              Decoded.Refused.class,
              refused -> assertThat(refused.cause()).isEqualTo(RefusalCause.UNKNOWN_SCHEMA));
    }

    assertThat(counting.questions).isEqualTo(WriterSchemas.MAX_UNKNOWN);
    assertThat(patient.decode(received(good))).isInstanceOf(Decoded.Event.class);
    assertThat(patient.decode(received(WireFormat.header(1_999))))
        .isEqualTo(
            new Decoded.Refused(
                RefusalCause.UNKNOWN_SCHEMA,
                "schema id 1999 is not known here, and after 100 unknown ones within 10s not asked"
                    + " for"));

    clock.advance(WriterSchemas.UNKNOWN_FOR);
    patient.decode(received(WireFormat.header(1_999)));
    assertThat(counting.questions).isEqualTo(WriterSchemas.MAX_UNKNOWN + 1);
  }

  @Test
  void refusesASchemaThatIsTooLargeForAnyone() {
    EventDecoder patient =
        new EventDecoder(
            Pings.contract(),
            new RegistryThatFails(new UnreadableSchemaException("larger than 4 MB")));

    assertThat(patient.decode(received(WireFormat.header(7))))
        .isEqualTo(
            new Decoded.Refused(
                RefusalCause.INCOMPATIBLE_SCHEMA,
                "schema 7 can't be read as the contract's: larger than 4 MB"));
  }

  @Test
  void meetsEachSchemaThatTheRegistryKnowsForTheFirstTimeOnce() {
    Schema schema = AvroSchemas.of(Pings.contract());
    WriterSchemas schemas = new WriterSchemas(schema, registry, InstantSource.fixed(Pings.NOW));
    int id = registry.register("s", schema);
    int later = registry.register("s", withDoc(schema));
    int unreadable = registry.register("x", Schema.create(Schema.Type.STRING));

    assertThat(schemas.isFirstOf(id)).isTrue();
    assertThat(schemas.isFirstOf(id)).isFalse();
    assertThat(schemas.isFirstOf(later)).isTrue();
    assertThat(schemas.isFirstOf(id)).as("not the last one any more").isFalse();
    assertThat(schemas.isFirstOf(unreadable)).isTrue();
    assertThat(schemas.isFirstOf(unreadable)).isFalse();
    assertThat(schemas.isFirstOf(77)).isFalse();
  }

  @Test
  void throwsWhenTheRegistryIsAway() {
    FreshetException away = new FreshetException(Fault.DEPENDENCY, "Cannot ask the registry");
    EventDecoder alone = new EventDecoder(Pings.contract(), new RegistryThatFails(away));

    assertThatThrownBy(() -> alone.decode(Records.received(encoder.encode(Pings.payload()))))
        .isSameAs(away);
  }

  private ConsumerRecord<byte[], byte[]> received(byte[] value) {
    ProducerRecord<byte[], byte[]> sent = encoder.encode(Pings.payload());

    return Records.received(sent.key(), value, sent.headers(), Pings.NOW);
  }

  /** Another schema for the same bytes: its last field takes none. */
  private static Schema withDoc(Schema schema) {
    Schema other = Schema.createRecord(schema.getName(), "other", schema.getNamespace(), false);
    List<Schema.Field> fields = new ArrayList<>();
    schema.getFields().forEach(field -> fields.add(new Schema.Field(field, field.schema())));
    fields.add(new Schema.Field("extra", Schema.create(Schema.Type.NULL), null, null));
    other.setFields(fields);

    return other;
  }

  /** A registry that answers nothing else. */
  private record RegistryThatFails(FreshetException away) implements SchemaRegistry {
    @Override
    public Optional<Schema> schema(int id) {
      throw away;
    }

    @Override
    public int register(String subject, Schema schema) {
      throw away;
    }
  }

  /** Counts what it is asked. */
  private static final class CountingRegistry implements SchemaRegistry {
    private final SchemaRegistry registry;
    private int questions;

    CountingRegistry(SchemaRegistry registry) {
      this.registry = registry;
    }

    @Override
    public Optional<Schema> schema(int id) {
      questions++;

      return registry.schema(id);
    }

    @Override
    public int register(String subject, Schema schema) {
      return registry.register(subject, schema);
    }
  }

  /** A clock that stands still until it is moved. */
  private static final class MovingClock implements InstantSource {
    private Instant now;

    MovingClock(Instant now) {
      this.now = now;
    }

    void advance(Duration duration) {
      now = now.plus(duration);
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
