package io.freshet.ingestion.gateway.stream;

import io.freshet.core.contract.AvroSchemas;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.StreamSettings.Acknowledgement;
import io.freshet.core.contract.Streams;
import io.freshet.core.envelope.AvroPayloads;
import io.freshet.core.envelope.Envelope;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.RecordSize;
import io.freshet.core.envelope.SchemaRegistry;
import io.freshet.core.envelope.json.JsonPayloads;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A contract's stream with all that its events need, made ready before the first of them. */
public final class OpenStream {
  private final Contract contract;
  private final EventEncoder encoder;
  private final JsonPayloads json;
  private final AvroPayloads avro;
  private final Set<String> producers;
  private final Set<String> origins;
  private final int schemaId;

  private OpenStream(
      Contract contract, EventEncoder encoder, SchemaRegistry registry, int schemaId) {
    this.contract = contract;
    this.encoder = encoder;
    this.json = new JsonPayloads(contract);
    this.avro = new AvroPayloads(contract, registry, schemaId);
    this.producers = Set.copyOf(contract.requireStream().intake().producers());
    this.origins = Set.copyOf(contract.requireStream().intake().origins());
    this.schemaId = schemaId;
  }

  /**
   * @param partitions what the topic has
   */
  static OpenStream open(
      Contract contract, SchemaRegistry registry, EventEncoder.Origin origin, int partitions) {
    return new OpenStream(
        contract,
        EventEncoder.of(contract, registry, origin, partitions),
        registry,
        registry.register(Streams.subject(contract), AvroSchemas.of(contract)));
  }

  public String name() {
    return contract.name();
  }

  public boolean admits(String producer) {
    return producers.contains(producer);
  }

  public Set<String> producers() {
    return producers;
  }

  Set<String> origins() {
    return origins;
  }

  public boolean admitsPagesOf(String origin) {
    return origins.contains(origin);
  }

  public Acknowledgement acknowledgement() {
    return contract.requireStream().intake().acknowledgement();
  }

  /** From which day on nobody may count on the contract; empty while nobody has said so. */
  public Optional<LocalDate> endOfLife() {
    return contract.lifecycle().endOfLife();
  }

  /** The registry's id of the schema in which events stand on the stream. */
  public int schemaId() {
    return schemaId;
  }

  /** That schema. */
  public Schema schema() {
    return encoder.schema();
  }

  public JsonPayloads json() {
    return json;
  }

  public AvroPayloads avro() {
    return avro;
  }

  /**
   * Makes the record.
   *
   * @throws io.freshet.core.envelope.InvalidEventException when the contract does not allow the
   *     event
   */
  public ProducerRecord<byte[], byte[]> record(
      Envelope envelope, Map<String, String> extensions, GenericRecord payload) {
    ProducerRecord<byte[], byte[]> event = encoder.encode(envelope, extensions, payload);

    return isSticky() ? anywhere(event) : event;
  }

  /** Whether the record may become larger by so many bytes. */
  public boolean hasRoom(ProducerRecord<byte[], byte[]> event, int bytes) {
    return RecordSize.of(event.key(), event.value(), event.headers()) + bytes
        <= contract.requireStream().maxMessageBytes();
  }

  /**
   * Where no entity's order must hold and nobody waits, the partition whose batch is open is the
   * cheapest one. A reference's events stay together: the newest of a key is the truth.
   */
  private boolean isSticky() {
    return acknowledgement() == Acknowledgement.FAST
        && contract.kind() == Contract.Kind.EVENT
        && contract.schema().keys().entityKey().isEmpty();
  }

  private static ProducerRecord<byte[], byte[]> anywhere(ProducerRecord<byte[], byte[]> event) {
    return new ProducerRecord<>(event.topic(), null, event.key(), event.value(), event.headers());
  }
}
