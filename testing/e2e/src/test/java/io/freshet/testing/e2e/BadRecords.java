package io.freshet.testing.e2e;

import io.freshet.core.contract.AvroSchemas;
import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.EventIds;
import io.freshet.core.envelope.PayloadBuilder;
import io.freshet.core.envelope.RefusalCause;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;

/** Pings, and every way in which a record can fail to be one. */
final class BadRecords {
  private static final int FRAME_BYTES = 5;
  private static final int MEBIBYTE = 1 << 20;

  /** A column of a kind that the contract's reader can't make a position of. */
  private static final String LATITUDE_AS_TEXT =
      """
      {"type": "record", "name": "ping", "fields": [
        {"name": "market", "type": "string"},
        {"name": "dasher_id", "type": "long"},
        {"name": "latitude", "type": "string"},
        {"name": "longitude", "type": "string"},
        {"name": "event_time", "type": {"type": "long", "logicalType": "timestamp-micros"}}]}
      """;

  private final Contract pings;
  private final Streams streams;
  private final EventEncoder encoder;
  private final PayloadBuilder builder;

  /**
   * A record that must not become a row.
   *
   * @param name what is wrong with it
   */
  record Bad(String name, RefusalCause cause, ProducerRecord<byte[], byte[]> event) {}

  BadRecords(Contract pings, Streams streams) {
    this.pings = pings;
    this.streams = streams;
    this.encoder = EventEncoder.of(pings, streams.registry(), EventEncoder.Origin.of("/test"));
    this.builder = new PayloadBuilder(pings);
  }

  /** A sound ping. */
  ProducerRecord<byte[], byte[]> good(long dasher, Instant time) {
    return encoder.encode(ping(dasher, time));
  }

  /** A sound ping of a market. */
  ProducerRecord<byte[], byte[]> good(String market, long dasher, Instant time) {
    return encoder.encode(ping(market, dasher, time));
  }

  GenericRecord ping(long dasher, Instant time) {
    return ping("san_francisco", dasher, time);
  }

  private GenericRecord ping(String market, long dasher, Instant time) {
    return builder
        .set("market", market)
        .set("dasher_id", dasher)
        .set("latitude", 37.774929)
        .set("longitude", -122.419416)
        .set("event_time", time)
        .build();
  }

  /** A ping that lost its last byte on the way. */
  ProducerRecord<byte[], byte[]> cutOff(long dasher, Instant time) {
    ProducerRecord<byte[], byte[]> ping = good(dasher, time);

    return with(ping, Arrays.copyOf(ping.value(), ping.value().length - 1));
  }

  /** A ping that names a schema which nobody has registered. */
  ProducerRecord<byte[], byte[]> ofUnknownSchema() {
    ProducerRecord<byte[], byte[]> good = good();
    byte[] unknownSchema = good.value().clone();
    unknownSchema[1] = 0x7f;

    return with(good, unknownSchema);
  }

  /** A sound ping, written with another version of its schema. */
  ProducerRecord<byte[], byte[]> writtenWith(int schemaId, Schema schema, long dasher) {
    GenericRecord ping = ping(dasher, Instant.now());
    GenericRecord rewritten = new GenericData.Record(schema);
    ping.getSchema()
        .getFields()
        .forEach(field -> rewritten.put(field.name(), ping.get(field.pos())));

    return with(encoder.encode(ping), framed(schemaId, rewritten));
  }

  List<Bad> all() {
    List<Bad> bad = new ArrayList<>();
    bad.addAll(badEnvelopes());
    bad.addAll(badKeysAndFrames());
    bad.addAll(badPayloads());

    return bad;
  }

  private List<Bad> badEnvelopes() {
    List<Bad> bad = new ArrayList<>();
    for (String header : List.of("ce_specversion", "ce_id", "ce_source", "ce_type")) {
      bad.add(new Bad("no " + header, RefusalCause.MISSING_ENVELOPE, without(header)));
      bad.add(new Bad("null " + header, RefusalCause.MISSING_ENVELOPE, withHeader(header, null)));
    }
    bad.add(
        new Bad(
            "no headers",
            RefusalCause.MISSING_ENVELOPE,
            new ProducerRecord<>(pings.name(), 1, good().key(), good().value())));
    bad.add(
        new Bad(
            "another CloudEvents version",
            RefusalCause.MISSING_ENVELOPE,
            withHeader("ce_specversion", "0.3")));
    bad.add(
        new Bad(
            "unreadable ce_time",
            RefusalCause.MISSING_ENVELOPE,
            withHeader("ce_time", "yesterday at noon")));
    bad.add(
        new Bad(
            "ce_time that is not the payload's",
            RefusalCause.INVALID_VALUE,
            withHeader("ce_time", "2001-01-01T00:00:00Z")));
    bad.add(
        new Bad(
            "another contract's ce_type",
            RefusalCause.WRONG_TYPE,
            withHeader("ce_type", "weather_reports")));

    return bad;
  }

  private List<Bad> badKeysAndFrames() {
    ProducerRecord<byte[], byte[]> good = good();
    byte[] wrongMagic = good.value().clone();
    wrongMagic[0] = 1;

    return List.of(
        new Bad("null key", RefusalCause.MISSING_KEY, withKey(null)),
        new Bad("empty key", RefusalCause.MISSING_KEY, withKey(new byte[0])),
        new Bad("null value", RefusalCause.MISSING_PAYLOAD, with(good, null)),
        new Bad("empty value", RefusalCause.MISSING_PAYLOAD, with(good, new byte[0])),
        new Bad("wrong magic byte", RefusalCause.NOT_WIRE_FORMAT, with(good, wrongMagic)),
        new Bad(
            "shorter than a frame",
            RefusalCause.NOT_WIRE_FORMAT,
            with(good, Arrays.copyOf(good.value(), FRAME_BYTES - 1))),
        new Bad("unknown schema id", RefusalCause.UNKNOWN_SCHEMA, ofUnknownSchema()));
  }

  private List<Bad> badPayloads() {
    ProducerRecord<byte[], byte[]> good = good();
    byte[] framed = Arrays.copyOf(good.value(), FRAME_BYTES);
    Instant tomorrow = Instant.now().plus(Duration.ofDays(2));

    return List.of(
        new Bad(
            "cut off",
            RefusalCause.UNDECODABLE,
            with(good, Arrays.copyOf(good.value(), good.value().length - 1))),
        new Bad(
            "bytes behind the payload",
            RefusalCause.UNDECODABLE,
            with(good, Arrays.copyOf(good.value(), good.value().length + 3))),
        new Bad("garbage of 1 MiB", RefusalCause.UNDECODABLE, with(good, garbage(framed, 1))),
        // Compression hides its size from the broker; no topic of dead letters could take it.
        new Bad("garbage of 12 MiB", RefusalCause.UNDECODABLE, with(good, garbage(framed, 12))),
        new Bad("types of another schema", RefusalCause.INCOMPATIBLE_SCHEMA, otherTypes()),
        new Bad("decimal that overflows", RefusalCause.INVALID_VALUE, overflow()),
        new Bad("market whose partition no store takes", RefusalCause.WRITE_FAILED, longMarket()),
        new Bad("event time in 2 days", RefusalCause.TOO_FAR_AHEAD, at(tomorrow)));
  }

  private ProducerRecord<byte[], byte[]> good() {
    return good(1, Instant.now());
  }

  private static byte[] garbage(byte[] framed, int mebibytes) {
    byte[] garbage = new byte[mebibytes * MEBIBYTE];
    Arrays.fill(garbage, (byte) 0xff);
    System.arraycopy(framed, 0, garbage, 0, framed.length);

    return garbage;
  }

  /** A ping of that time, which nobody has checked. */
  ProducerRecord<byte[], byte[]> at(Instant time) {
    EventEncoder ahead =
        EventEncoder.of(
            pings,
            streams.registry(),
            new EventEncoder.Origin("/test", EventIds.random(), InstantSource.fixed(time)));

    return ahead.encode(ping(1, time));
  }

  private ProducerRecord<byte[], byte[]> otherTypes() {
    Schema schema = new Schema.Parser().parse(LATITUDE_AS_TEXT);
    GenericRecord ping = new GenericData.Record(schema);
    ping.put("market", "san_francisco");
    ping.put("dasher_id", 1L);
    ping.put("latitude", "north");
    ping.put("longitude", "west");
    ping.put("event_time", 0L);
    int id = streams.registry().register(pings.name() + "-other-value", schema);

    return with(good(), framed(id, ping));
  }

  /** Avro's bytes hold any number; the column's nine digits don't. */
  private ProducerRecord<byte[], byte[]> overflow() {
    Schema schema = AvroSchemas.of(pings);
    GenericRecord ping = ping(1, Instant.now());
    ping.put("latitude", ByteBuffer.wrap(BigInteger.TEN.pow(12).toByteArray()));
    ProducerRecord<byte[], byte[]> good = good();
    int id = ByteBuffer.wrap(good.value(), 1, Integer.BYTES).getInt();

    return with(without("ce_time"), framed(id, GenericData.get().deepCopy(schema, ping)));
  }

  private ProducerRecord<byte[], byte[]> longMarket() {
    GenericRecord ping = ping(1, Instant.now());
    ping.put("market", "san_francisco".repeat(20));

    return encoder.encode(ping);
  }

  private static byte[] framed(int schemaId, GenericRecord payload) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.write(0);
      out.write(ByteBuffer.allocate(Integer.BYTES).putInt(schemaId).array());
      BinaryEncoder avro = EncoderFactory.get().directBinaryEncoder(out, null);
      new GenericDatumWriter<GenericRecord>(payload.getSchema()).write(payload, avro);

      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ProducerRecord<byte[], byte[]> withKey(byte[] key) {
    ProducerRecord<byte[], byte[]> good = good();

    return new ProducerRecord<>(good.topic(), good.partition(), key, good.value(), good.headers());
  }

  private static ProducerRecord<byte[], byte[]> with(
      ProducerRecord<byte[], byte[]> event, byte[] value) {
    return new ProducerRecord<>(
        event.topic(), event.partition(), event.key(), value, event.headers());
  }

  ProducerRecord<byte[], byte[]> without(String header) {
    ProducerRecord<byte[], byte[]> good = good();

    return new ProducerRecord<>(
        good.topic(), good.partition(), good.key(), good.value(), rest(good.headers(), header));
  }

  private ProducerRecord<byte[], byte[]> withHeader(String name, String value) {
    ProducerRecord<byte[], byte[]> good = good();
    List<Header> headers = rest(good.headers(), name);
    headers.add(
        new RecordHeader(name, value == null ? null : value.getBytes(StandardCharsets.UTF_8)));

    return new ProducerRecord<>(good.topic(), good.partition(), good.key(), good.value(), headers);
  }

  private static List<Header> rest(Headers headers, String name) {
    List<Header> rest = new ArrayList<>();
    headers.forEach(
        header -> {
          if (!header.key().equals(name)) {
            rest.add(header);
          }
        });

    return rest;
  }

  /** The headers as a dead letter keeps them, for comparison. */
  static Map<String, ByteBuffer> headers(ProducerRecord<byte[], byte[]> event) {
    Map<String, ByteBuffer> headers = new LinkedHashMap<>();
    event
        .headers()
        .forEach(
            header ->
                headers.put(
                    header.key(), header.value() == null ? null : ByteBuffer.wrap(header.value())));

    return headers;
  }
}
