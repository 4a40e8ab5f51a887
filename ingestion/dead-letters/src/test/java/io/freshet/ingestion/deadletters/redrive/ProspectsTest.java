package io.freshet.ingestion.deadletters.redrive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.EventDecoder;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.EventIds;
import io.freshet.core.envelope.PayloadBuilder;
import io.freshet.core.envelope.RedriveOrigin;
import io.freshet.core.envelope.RefusalCause;
import io.freshet.core.envelope.registry.InMemorySchemaRegistry;
import io.freshet.core.lake.LogSource;
import io.freshet.ingestion.deadletters.DeadLetter;
import io.freshet.ingestion.deadletters.DeadLetterFilter;
import io.freshet.ingestion.deadletters.RefusedRides;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class ProspectsTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant NOW = NOON.plusSeconds(3600);
  private static final int PARTITIONS = 6;
  private static final long OFFSET = 42;

  private final RefusedRides refused = new RefusedRides();
  private final Contract orders = refused.contracts().require("order_events");
  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();

  @Test
  void sendsTheOriginalBytesAndEnvelopeWithTheOrigin() {
    ProducerRecord<byte[], byte[]> order = order("created", NOON);

    ProducerRecord<byte[], byte[]> sent = sendable(refused(order.key(), order.value(), order));

    assertThat(sent.value()).isEqualTo(order.value());
    assertThat(sent.key()).isEqualTo(order.key());
    assertThat(sent.partition()).isEqualTo(order.partition());
    assertThat(sent.topic()).isEqualTo("order_events");
    Header[] headers = sent.headers().toArray();
    assertThat(Arrays.copyOf(headers, headers.length - 1)).isEqualTo(order.headers().toArray());
    assertThat(sent.headers().lastHeader("freshet_origin").value())
        .isEqualTo("1:0:42".getBytes(UTF_8));
  }

  @Test
  void givesTheKeyThatTheContractAsksForToday() {
    ProducerRecord<byte[], byte[]> order = order("created", NOON);

    assertThat(sendable(refused(null, order.value(), order)).key()).isEqualTo(order.key());
    assertThat(sendable(refused("else".getBytes(UTF_8), order.value(), order)).key())
        .isEqualTo(order.key());
  }

  @Test
  void sendsToThePartitionThatTheKeyHasTodayWhereverItWasRefused() {
    Set<Integer> partitions = new TreeSet<>();
    for (long id = 1; id <= 8; id++) {
      ProducerRecord<byte[], byte[]> order = order(id, "created", NOON);

      assertThat(sendable(refused(order.key(), order.value(), order)).partition())
          .isEqualTo(order.partition());
      partitions.add(order.partition());
    }

    assertThat(partitions).hasSizeGreaterThan(1);
  }

  @Test
  void namesTheFirstRefusalOfWhatWasRefusedAgain() {
    ProducerRecord<byte[], byte[]> order = order("created", NOON);
    order.headers().add("freshet_origin", "1:0:7".getBytes(UTF_8));

    ProducerRecord<byte[], byte[]> sent = sendable(refused(order.key(), order.value(), order));

    // The fixture's dead letter says 42: its column counts, and there is one header.
    assertThat(sent.headers().headers("freshet_origin")).hasSize(1);
    assertThat(sent.headers().lastHeader("freshet_origin").value())
        .isEqualTo("1:0:42".getBytes(UTF_8));
  }

  @Test
  void takesNowForTheTimeOfReceipt() {
    ProducerRecord<byte[], byte[]> ahead = order("created", NOW);

    sendable(refused(ahead.key(), ahead.value(), ahead));
    ProducerRecord<byte[], byte[]> still = order("created", NOW.plusSeconds(3600));
    assertThat(cause(refused(still.key(), still.value(), still)))
        .isEqualTo(RefusalCause.TOO_FAR_AHEAD);
  }

  @Test
  void keepsWhatTheContractRefusesToday() {
    ProducerRecord<byte[], byte[]> order = order("created", NOON);
    byte[] cutOff = Arrays.copyOf(order.value(), order.value().length - 1);

    assertThat(cause(refused(order.key(), cutOff, order))).isEqualTo(RefusalCause.UNDECODABLE);
    assertThat(cause(refused(order.key(), null, order))).isEqualTo(RefusalCause.MISSING_PAYLOAD);
  }

  @Test
  void keepsWhatIsTooLargeWithItsOrigin() {
    ProducerRecord<byte[], byte[]> order = order("created", NOON);
    order.headers().add("ce_padding", new byte[orders.requireStream().maxMessageBytes() - 2000]);
    DeadLetter letter = refused(order.key(), order.value(), order);
    assertThat(prospects(1).of(letter)).isInstanceOf(Prospect.Sendable.class);

    order.headers().add("ce_more", new byte[2000]);
    assertThat(cause(refused(order.key(), order.value(), order))).isEqualTo(RefusalCause.TOO_LARGE);
  }

  @Test
  void keepsWhatIsOfATopicWhoseNumberIsAnothersNow() {
    ProducerRecord<byte[], byte[]> order = order("created", NOON);

    assertThat(prospects(2).of(refused(order.key(), order.value(), order)))
        .isInstanceOf(Prospect.OfAnotherTable.class);
    LogSource recreated = new LogSource("cluster", "order_events", "topic-9");
    assertThat(prospects(1, recreated).of(refused(order.key(), order.value(), order)))
        .isInstanceOf(Prospect.OfAnotherTable.class);
  }

  private ProducerRecord<byte[], byte[]> sendable(DeadLetter letter) {
    assertThat(prospects(1).of(letter)).isInstanceOf(Prospect.Sendable.class);

    return ((Prospect.Sendable) prospects(1).of(letter)).event();
  }

  private RefusalCause cause(DeadLetter letter) {
    assertThat(prospects(1).of(letter)).isInstanceOf(Prospect.StillRefused.class);
    String code = ((Prospect.StillRefused) prospects(1).of(letter)).cause();

    return Arrays.stream(RefusalCause.values())
        .filter(cause -> cause.code().equals(code))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void makesTheEventOfRawJsonThatTheContractTakesToday() {
    DeadLetter letter = raw("created");

    ProducerRecord<byte[], byte[]> event = sendable(letter);

    assertThat(event.topic()).isEqualTo("order_events");
    assertThat(event.partition()).isEqualTo(order("created", NOON).partition());
    assertThat(event.headers().lastHeader("freshet_origin").value())
        .isEqualTo("-77:0:5".getBytes(UTF_8));
    Decoded decoded =
        new EventDecoder(orders, registry)
            .decode(
                new ConsumerRecord<>(
                    event.topic(),
                    event.partition(),
                    9,
                    NOW.toEpochMilli(),
                    TimestampType.LOG_APPEND_TIME,
                    0,
                    0,
                    event.key(),
                    event.value(),
                    event.headers(),
                    Optional.empty()));
    assertThat(((Decoded.Event) decoded).payload().get("state")).hasToString("created");
    assertThat(RedriveOrigin.of(event.headers())).contains("-77:0:5");
  }

  @Test
  void keepsRawJsonThatTheContractRefusesToday() {
    assertThat(cause(raw("vanished"))).isEqualTo(RefusalCause.INVALID_VALUE);
  }

  /** Whether or not the contract takes raw JSON: its rows were held against it as such. */
  @Test
  void makesTheEventOfARowOfAFileThatTheContractTakesToday() {
    ProducerRecord<byte[], byte[]> event = sendable(landed("created"));

    assertThat(event.topic()).isEqualTo("order_events");
    assertThat(event.partition()).isEqualTo(order("created", NOON).partition());
    assertThat(event.headers().lastHeader("ce_id").value())
        .isEqualTo("s3://exports/orders of monday.csv#17".getBytes(UTF_8));
    assertThat(RedriveOrigin.of(event.headers())).contains("-77:1234567:17");
    assertThat(cause(landed("vanished"))).isEqualTo(RefusalCause.INVALID_VALUE);
  }

  @Test
  void keepsALineOfAFileThatIsNoRow() {
    assertThat(
            cause(
                landed("sf,4711,1,created,2026-03-01T10:00:00Z,false,37.75,more".getBytes(UTF_8))))
        .isEqualTo(RefusalCause.MALFORMED_JSON);
  }

  private static DeadLetter landed(String state) {
    String json =
        """
        {"market": "san_francisco", "order_id": 4711, "order_version": 1, "state": "%s",
         "event_time": "%s", "synthetic": false}"""
            .formatted(state, NOON);

    return landed(json.getBytes(UTF_8));
  }

  /** As a landing tells of it: its topic is the file, its partition stands for it. */
  private static DeadLetter landed(byte[] value) {
    String file = "s3://exports/orders of monday.csv";
    RecordHeaders headers = new RecordHeaders();
    headers.add("ce_specversion", "1.0".getBytes(UTF_8));
    headers.add("ce_id", (file + "#17").getBytes(UTF_8));
    headers.add("ce_source", "/freshet/land".getBytes(UTF_8));
    headers.add("ce_type", "order_events".getBytes(UTF_8));
    headers.add("content-type", "application/json".getBytes(UTF_8));

    return new DeadLetter(
        "order_events",
        "invalid_value",
        "state is none of its values",
        new LogSource("files", "landing/order_events", "table-7"),
        -77,
        "-77:1234567:17",
        new ConsumerRecord<>(
            file,
            1234567,
            17,
            NOON.toEpochMilli(),
            TimestampType.LOG_APPEND_TIME,
            -1,
            value.length,
            null,
            value,
            headers,
            Optional.empty()));
  }

  /** As the JSON validator tells of it: by a number that no ledger gives. */
  private static DeadLetter raw(String state) {
    byte[] value = RefusedRides.order("order_events", state, NOON).getBytes(UTF_8);
    RecordHeaders headers = new RecordHeaders();
    headers.add("content-type", "application/cloudevents+json".getBytes(UTF_8));

    return new DeadLetter(
        "order_events",
        "invalid_value",
        "state is none of its values",
        new LogSource("cluster", "dead_letters", "topic-7"),
        -77,
        "-77:0:5",
        new ConsumerRecord<>(
            "raw_json",
            0,
            5,
            NOON.toEpochMilli(),
            TimestampType.LOG_APPEND_TIME,
            -1,
            value.length,
            null,
            value,
            headers,
            Optional.empty()));
  }

  private Prospects prospects(int numberOfTheTopic) {
    return prospects(numberOfTheTopic, RefusedRides.ORDERS);
  }

  private Prospects prospects(int number, LogSource topic) {
    return new Prospects(
        orders, registry, registry, PARTITIONS, Map.of(number, topic), InstantSource.fixed(NOW));
  }

  /** The newest dead letter, as the table gives it. */
  private DeadLetter refused(
      byte[] key, byte[] value, ProducerRecord<byte[], byte[]> withHeadersOf) {
    RefusedRides table = new RefusedRides();
    table.add(
        "order_events",
        "invalid_value",
        OFFSET,
        NOON,
        key,
        value,
        new RecordHeaders(withHeadersOf.headers()));

    return table.load().newest(DeadLetterFilter.ALL, 1).get(0);
  }

  private ProducerRecord<byte[], byte[]> order(String state, Instant time) {
    return order(4711, state, time);
  }

  private ProducerRecord<byte[], byte[]> order(long id, String state, Instant time) {
    return EventEncoder.of(
            orders,
            registry,
            new EventEncoder.Origin("/test", EventIds.of("test"), InstantSource.fixed(time)),
            PARTITIONS)
        .encode(
            new PayloadBuilder(orders)
                .set("market", "san_francisco")
                .set("order_id", id)
                .set("order_version", 1)
                .set("state", state)
                .set("event_time", time)
                .set("synthetic", false)
                .build());
  }
}
