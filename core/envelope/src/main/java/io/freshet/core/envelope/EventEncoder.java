package io.freshet.core.envelope;

import io.freshet.core.contract.AvroSchemas;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.StreamSettings;
import io.freshet.core.contract.Streams;
import io.freshet.core.envelope.batch.ReceivedTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * Turns payloads of one contract into Kafka records with CloudEvents headers, keyed and partitioned
 * as the contract says. What the contract does not allow is refused here, before the broker, for
 * the causes for which {@link EventDecoder} would refuse it later. Thread-safe.
 *
 * <p>The envelope's time is always the payload's. Extension attributes such as {@code traceparent}
 * may be added to the record's headers before it is sent.
 */
public final class EventEncoder {
  private static final Pattern EXTENSION = Pattern.compile("[a-z0-9]+");

  private final Contract contract;
  private final EventIds ids;
  private final InstantSource clock;
  private final EventRouter router;
  private final Plausibility plausibility;
  private final ValueRule rules;
  private final int eventTime;
  private final int maxMessageBytes;
  private final GenericDatumWriter<GenericRecord> writer;
  private final byte[] frame;
  private final Schema schema;

  private final Header specVersion;
  private final Header source;
  private final Header type;
  private final Header dataSchema;
  private final Header contentType;

  // Of one sender come many events.
  private volatile Source latestSource;

  // Payloads made from an equal schema: comparing identities first saves a deep comparison each.
  private volatile Schema acceptedSchema;

  // The usual size of a payload, so that its buffer seldom grows.
  private volatile int usualBytes = 128;

  private EventEncoder(
      Contract contract, int schemaId, String address, Origin origin, int partitions) {
    StreamSettings stream = contract.requireStream();
    this.contract = contract;
    this.ids = origin.ids();
    this.clock = origin.clock();
    this.router = new EventRouter(contract, partitions);
    this.plausibility = Plausibility.of(contract);
    this.rules = ValueRule.of(contract);
    this.eventTime = contract.schema().indexOf(contract.schema().keys().eventTime());
    this.maxMessageBytes = stream.maxMessageBytes();
    this.schema = AvroSchemas.of(contract);
    this.acceptedSchema = schema;
    this.writer = new GenericDatumWriter<>(schema, new GenericData());
    this.frame = WireFormat.header(schemaId);
    this.specVersion = header(EnvelopeHeaders.SPEC_VERSION, EnvelopeHeaders.SPEC_VERSION_1_0);
    this.source = header(EnvelopeHeaders.SOURCE, origin.source());
    this.latestSource = new Source(origin.source(), source);
    this.type = header(EnvelopeHeaders.TYPE, contract.name());
    this.dataSchema = header(EnvelopeHeaders.DATA_SCHEMA, address);
    this.contentType = header(EnvelopeHeaders.CONTENT_TYPE, EnvelopeHeaders.AVRO);
  }

  /** A source that is a URI reference, and the header that says so. */
  private record Source(String text, Header header) {}

  /**
   * Who sends: the envelope's {@code source}, ids that are unique in it, and the time.
   *
   * @param source a URI reference such as {@code /event-gateway}
   */
  public record Origin(String source, EventIds ids, InstantSource clock) {
    public Origin {
      if (source.isEmpty() || !isUriReference(source)) {
        throw new InvalidEventException(
            RefusalCause.MISSING_ENVELOPE,
            "Source '%s' is no URI reference; write it like /event-gateway".formatted(source));
      }
    }

    public static Origin of(String source) {
      return new Origin(source, EventIds.random(), InstantSource.system());
    }
  }

  /** An encoder for a topic that has as many partitions as the contract says. */
  public static EventEncoder of(Contract contract, SchemaRegistry registry, Origin origin) {
    return of(contract, registry, origin, contract.requireStream().partitions());
  }

  /** Registers the contract's schema, or finds it; {@code partitions} is what the topic has. */
  public static EventEncoder of(
      Contract contract, SchemaRegistry registry, Origin origin, int partitions) {
    int id = registry.register(Streams.subject(contract), AvroSchemas.of(contract));

    return new EventEncoder(contract, id, registry.address(id), origin, partitions);
  }

  /** The schema of the payloads; {@link PayloadBuilder} makes them. */
  public Schema schema() {
    return schema;
  }

  /**
   * Encodes an event under an id of this producer's own.
   *
   * @throws InvalidEventException when the contract does not allow the event
   */
  public ProducerRecord<byte[], byte[]> encode(GenericRecord payload) {
    return record(ids.next(), source, List.of(), payload, clock.millis());
  }

  /** As {@link #encode(GenericRecord)}, under the caller's id, so that a retry can be known. */
  public ProducerRecord<byte[], byte[]> encode(String id, GenericRecord payload) {
    return record(bytes(requireId(id)), source, List.of(), payload, clock.millis());
  }

  /**
   * Encodes an event that arrived with an envelope: its id and source are kept, its type and time
   * must agree with the contract and the payload. The schema address is replaced by ours.
   */
  public ProducerRecord<byte[], byte[]> encode(Envelope given, GenericRecord payload) {
    return encode(given, Map.of(), payload);
  }

  /**
   * As {@link #encode(Envelope, GenericRecord)}, with further attributes of CloudEvents.
   *
   * @param extensions by name, such as {@code subject} or {@code traceparent}; names are of
   *     lower-case letters and digits
   */
  public ProducerRecord<byte[], byte[]> encode(
      Envelope given, Map<String, String> extensions, GenericRecord payload) {
    return encode(given, headers(extensions), payload, clock.millis());
  }

  /**
   * As {@link #encode(Envelope, Map, GenericRecord)}, for an event that the platform has had since
   * {@code receivedMillis}, and now passes on: that stays its received time.
   */
  public ProducerRecord<byte[], byte[]> passOn(
      long receivedMillis, Envelope given, Map<String, String> extensions, GenericRecord payload) {
    List<Header> headers = new ArrayList<>(headers(extensions));
    headers.add(ReceivedTime.header(receivedMillis));

    return encode(given, headers, payload, receivedMillis);
  }

  private ProducerRecord<byte[], byte[]> encode(
      Envelope given, List<Header> more, GenericRecord payload, long receivedMillis) {
    if (!given.type().equals(contract.name())) {
      throw refuse(RefusalCause.WRONG_TYPE, "its type is %s".formatted(given.type()));
    }
    ProducerRecord<byte[], byte[]> event =
        record(bytes(requireId(given.id())), source(given.source()), more, payload, receivedMillis);
    given.time().ifPresent(time -> requireAgreement(time, payload));

    return event;
  }

  private Header source(String given) {
    Source known = latestSource;
    if (!given.equals(known.text())) {
      if (given.isEmpty() || !isUriReference(given)) {
        throw refuse(RefusalCause.MISSING_ENVELOPE, "its source is no URI reference");
      }
      known = new Source(given, header(EnvelopeHeaders.SOURCE, given));
      latestSource = known;
    }

    return known.header();
  }

  private ProducerRecord<byte[], byte[]> record(
      byte[] id, Header from, List<Header> more, GenericRecord payload, long receivedMillis) {
    requireValid(payload, receivedMillis);
    byte[] recordKey =
        router.key(payload).orElseThrow(() -> refuse(RefusalCause.MISSING_KEY, "its key is empty"));
    List<Header> headers = headers(id, from, payload);
    if (!more.isEmpty()) {
      headers = Stream.concat(headers.stream(), more.stream()).toList();
    }
    byte[] value = value(payload);
    requireSize(recordKey, value, headers);

    return new ProducerRecord<>(
        Streams.topic(contract), router.partition(payload), recordKey, value, headers);
  }

  private List<Header> headers(byte[] id, Header from, GenericRecord payload) {
    return List.of(
        specVersion,
        new RecordHeader(EnvelopeHeaders.ID, id),
        from,
        type,
        new RecordHeader(EnvelopeHeaders.TIME, Rfc3339.print((Long) payload.get(eventTime))),
        dataSchema,
        contentType);
  }

  private List<Header> headers(Map<String, String> extensions) {
    if (extensions.isEmpty()) {
      return List.of();
    }
    List<Header> headers = new ArrayList<>();
    extensions.forEach(
        (name, value) -> {
          if (!EXTENSION.matcher(name).matches()) {
            throw refuse(
                RefusalCause.MISSING_ENVELOPE,
                "the attribute %s is not of lower-case letters and digits".formatted(name));
          }
          if (name.equals(TestMark.ATTRIBUTE) && !TestMark.isReadable(value)) {
            throw refuse(
                RefusalCause.MISSING_ENVELOPE,
                "the attribute %s is neither true nor false".formatted(name));
          }
          if (!isText(value)) {
            throw refuse(
                RefusalCause.MISSING_ENVELOPE,
                "the attribute %s holds a control character or half of a character"
                    .formatted(name));
          }
          headers.add(header(EnvelopeHeaders.PREFIX + name, value));
        });

    return headers;
  }

  private void requireValid(GenericRecord payload, long receivedMillis) {
    requireSchema(payload.getSchema());
    TypeRules.problem(contract.schema().fields(), payload)
        .or(() -> rules.problem(payload))
        .ifPresent(
            problem -> {
              throw refuse(RefusalCause.INVALID_VALUE, problem);
            });
    if (!(payload.get(eventTime) instanceof Long micros)) {
      throw refuse(
          RefusalCause.INVALID_VALUE,
          "%s is missing".formatted(contract.schema().keys().eventTime()));
    }
    plausibility
        .refuse(micros, receivedMillis)
        .ifPresent(
            refused -> {
              throw refuse(refused.cause(), refused.detail());
            });
  }

  @SuppressWarnings("ReferenceEquality") // Spares a deep comparison for nearly every event.
  private void requireSchema(Schema given) {
    if (given == schema || given == acceptedSchema) {
      return;
    }
    if (!given.equals(schema)) {
      throw refuse(RefusalCause.INCOMPATIBLE_SCHEMA, "its payload is not of the contract's schema");
    }
    acceptedSchema = given;
  }

  private void requireAgreement(Instant envelopeTime, GenericRecord payload) {
    if (!Plausibility.agree(envelopeTime, (Long) payload.get(eventTime))) {
      throw refuse(
          RefusalCause.INVALID_VALUE,
          "its envelope's time and %s differ".formatted(contract.schema().keys().eventTime()));
    }
  }

  private void requireSize(byte[] recordKey, byte[] value, List<Header> headers) {
    long size = RecordSize.of(recordKey, value, headers);
    if (size > maxMessageBytes) {
      throw refuse(
          RefusalCause.TOO_LARGE,
          "it takes %d bytes; the stream takes %d".formatted(size, maxMessageBytes));
    }
  }

  private String requireId(String id) {
    if (id.isEmpty()) {
      throw refuse(RefusalCause.MISSING_ENVELOPE, "its id is empty");
    }
    if (!isText(id)) {
      throw refuse(
          RefusalCause.MISSING_ENVELOPE, "its id holds a control character or half of a character");
    }

    return id;
  }

  /** CloudEvents' String: no control characters, noncharacters or lone surrogates. */
  private static boolean isText(String text) {
    int codePoint;
    for (int at = 0; at < text.length(); at += Character.charCount(codePoint)) {
      codePoint = text.codePointAt(at);
      if ((codePoint < ' ' || codePoint > '~') && !isOfText(codePoint)) {
        return false;
      }
    }

    return true;
  }

  private static boolean isOfText(int codePoint) {
    boolean isNoncharacter =
        (codePoint & 0xFFFE) == 0xFFFE || (codePoint >= 0xFDD0 && codePoint <= 0xFDEF);

    return !isNoncharacter
        && !Character.isISOControl(codePoint)
        && Character.getType(codePoint) != Character.SURROGATE;
  }

  private byte[] value(GenericRecord payload) {
    try {
      PayloadBytes out = new PayloadBytes(usualBytes);
      out.write(frame, 0, frame.length);
      BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
      writer.write(payload, encoder);
      byte[] value = out.toByteArray();
      if (value.length > usualBytes && value.length <= PayloadBytes.MAX_USUAL) {
        usualBytes = value.length;
      }

      return value;
    } catch (IOException impossible) {
      throw new UncheckedIOException("Memory can't fail to be written", impossible);
    }
  }

  private InvalidEventException refuse(RefusalCause cause, String problem) {
    return new InvalidEventException(
        cause, "Event of %s is refused: %s".formatted(contract.name(), problem));
  }

  private static boolean isUriReference(String text) {
    try {
      URI.create(text);

      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Header header(String name, String value) {
    return new RecordHeader(name, bytes(value));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
