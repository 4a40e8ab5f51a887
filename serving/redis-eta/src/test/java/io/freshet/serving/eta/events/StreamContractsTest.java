package io.freshet.serving.eta.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LONG;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.ContractTexts;
import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.EventDecoder;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.EventEncoder.Origin;
import io.freshet.core.envelope.EventFields;
import io.freshet.core.envelope.PayloadBuilder;
import io.freshet.core.envelope.SchemaRegistry;
import io.freshet.core.envelope.TestMark;
import io.freshet.core.envelope.registry.InMemorySchemaRegistry;
import io.freshet.serving.eta.alert.Alert;
import io.freshet.serving.eta.alert.AlertChange;
import io.freshet.serving.eta.alert.AlertForm;
import io.freshet.serving.eta.dasher.IdleChange;
import io.freshet.serving.eta.dasher.IdleChange.Ending;
import io.freshet.serving.eta.dasher.IdleForm;
import io.freshet.serving.eta.events.reading.EventReader;
import io.freshet.serving.eta.order.EtaFeatures;
import io.freshet.serving.eta.order.EtaUpdate;
import io.freshet.serving.eta.order.Moment;
import io.freshet.serving.eta.order.Places;
import io.freshet.serving.eta.order.PredictionForm;
import io.freshet.serving.eta.prediction.Reason;
import io.freshet.serving.eta.prediction.Stage;
import io.freshet.serving.eta.supply.CellForm;
import io.freshet.serving.eta.supply.CellSupply;
import io.freshet.serving.eta.supply.Figures;
import io.freshet.serving.eta.supply.MarketForm;
import io.freshet.serving.eta.supply.MarketSupply;
import io.freshet.serving.eta.travel.Fix;
import io.freshet.serving.eta.travel.Position;
import io.freshet.serving.eta.travel.Traffic;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericRecord;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema.KafkaSinkContext;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.util.Collector;
import org.apache.flink.util.SimpleUserCodeClassLoader;
import org.apache.flink.util.UserCodeClassLoader;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/** The shipped contracts, from bytes to elements and from elements to bytes. */
class StreamContractsTest {
  private static final ContractTexts CONTRACTS = ContractTexts.read(Path.of("../../contracts"));
  private static final Instant NOON = Instant.parse("2026-11-02T12:00:00.123456Z");
  private static final Duration MAX_AHEAD = Duration.ofMinutes(1);

  private final SchemaRegistry registry = new InMemorySchemaRegistry();

  @Test
  void readsAPing() throws Exception {
    GenericRecord payload =
        new PayloadBuilder(CONTRACTS.contract("dasher_pings"))
            .set("market", "san_francisco")
            .set("dasher_id", 7L)
            .set("order_id", 4711L)
            .set("latitude", 37.779301)
            .set("longitude", -122.419299)
            .set("event_time", NOON)
            .build();

    assertThat(
            read(EventReader.pings(contract("dasher_pings"), () -> registry, MAX_AHEAD), payload))
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("waitedMillis")
        .containsExactly(
            new Ping(
                "san_francisco",
                7,
                4711L,
                new Fix(NOON.toEpochMilli(), new Position(37.779301, -122.419299))));
  }

  @Test
  void readsAStepOfAnOrderWithWhatItDoesNotBring() throws Exception {
    GenericRecord payload =
        new PayloadBuilder(CONTRACTS.contract("order_events"))
            .set("market", "san_francisco")
            .set("order_id", 4711L)
            .set("order_version", 3)
            .set("state", "preparing")
            .set("event_time", NOON)
            .set("pickup_latitude", 37.78)
            .set("pickup_longitude", -122.42)
            .set("synthetic", true)
            .build();

    assertThat(read(EventReader.orderEvents(contract("order_events"), () -> registry), payload))
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("waitedMillis")
        .containsExactly(
            new OrderEvent(
                "san_francisco",
                4711,
                3,
                OrderState.PREPARING,
                NOON.toEpochMilli(),
                null,
                new Position(37.78, -122.42),
                null,
                true));
  }

  @Test
  void knowsEveryStateOfTheContract() {
    List<String> states =
        CONTRACTS.contract("order_events").schema().requireField("state").allowedValues();

    assertThat(states).isNotEmpty().allMatch(state -> OrderState.of(state).isPresent());
  }

  @Test
  void leavesOutWhatWasSentAsATest() throws Exception {
    GenericRecord payload =
        new PayloadBuilder(CONTRACTS.contract("dasher_pings"))
            .set("market", "san_francisco")
            .set("dasher_id", 7L)
            .set("latitude", 37.779301)
            .set("longitude", -122.419299)
            .set("event_time", NOON)
            .build();
    ProducerRecord<byte[], byte[]> event =
        EventEncoder.of(CONTRACTS.contract("dasher_pings"), registry, Origin.of("/test"))
            .encode(payload);
    event.headers().add(TestMark.HEADER, TestMark.YES.getBytes(StandardCharsets.UTF_8));
    EventReader<Ping> reader =
        EventReader.pings(contract("dasher_pings"), () -> registry, MAX_AHEAD);
    List<Ping> elements = new ArrayList<>();
    reader.open(new Opening());

    reader.deserialize(received(event), collector(elements));

    assertThat(elements).isEmpty();
  }

  @Test
  void leavesOutWhatCannotBeDecoded() throws Exception {
    EventReader<Ping> reader =
        EventReader.pings(contract("dasher_pings"), () -> registry, MAX_AHEAD);
    List<Ping> elements = new ArrayList<>();
    reader.open(new Opening());

    reader.deserialize(
        new ConsumerRecord<>(
            "dasher_pings", 0, 0, new byte[] {1}, "noise".getBytes(StandardCharsets.UTF_8)),
        collector(elements));

    assertThat(elements).isEmpty();
  }

  @Test
  void writesAPredictionThatFollowsItsContract() throws Exception {
    GenericRecord payload =
        decode("eta_predictions", write(update(Traffic.Basis.AREA, 1234.6, 7L)));

    assertThat(EventFields.longValue(payload, "order_id")).isEqualTo(4711);
    assertThat(EventFields.instant(payload, "predicted_arrival"))
        .isEqualTo(Instant.ofEpochMilli(NOON.toEpochMilli() + 300_000));
    assertThat(EventFields.text(payload, "stage")).isEqualTo("to_customer");
    assertThat(EventFields.text(payload, "basis")).isEqualTo("area");
    assertThat(EventFields.integer(payload, "distance_meters")).isEqualTo(1235);
    assertThat(EventFields.integer(payload, "remaining_seconds")).isEqualTo(300);
    assertThat(EventFields.instant(payload, "latest_arrival"))
        .isEqualTo(Instant.ofEpochMilli(NOON.toEpochMilli() + 420_000));
    assertThat(EventFields.text(payload, "reason")).isEqualTo("traffic");
    assertThat(EventFields.text(payload, "model")).isEqualTo("eta-3");
    assertThat(payload.get("features")).isEqualTo(List.of(2f, 0.5f));
    assertThat(EventFields.integer(payload, "features_version")).isEqualTo(EtaFeatures.VERSION);
  }

  @Test
  void knowsEveryStageAndReasonOfTheContractAndNoOther() {
    assertThat(allowed("stage"))
        .containsExactlyInAnyOrderElementsOf(Stream.of(Stage.values()).map(Stage::code).toList());
    assertThat(allowed("reason"))
        .containsExactlyInAnyOrderElementsOf(Stream.of(Reason.values()).map(Reason::code).toList());
  }

  private static List<String> allowed(String column) {
    return CONTRACTS.contract("eta_predictions").schema().requireField(column).allowedValues();
  }

  @Test
  void leavesOutAPingThatAClockHasDatedIntoTheFuture() throws Exception {
    EventReader<Ping> reader =
        EventReader.pings(contract("dasher_pings"), () -> registry, MAX_AHEAD);

    assertThat(read(reader, pingAt(NOON.plus(MAX_AHEAD)))).hasSize(1);
    assertThat(read(reader, pingAt(NOON.plus(MAX_AHEAD).plusSeconds(1)))).isEmpty();
  }

  @Test
  void saysHowLongKafkaHasHadAPing() throws Exception {
    EventReader<Ping> reader =
        EventReader.pings(contract("dasher_pings"), () -> registry, MAX_AHEAD);
    Duration atLeast = Duration.between(NOON, Instant.now());

    assertThat(read(reader, pingAt(NOON)))
        .singleElement()
        .extracting(Ping::waitedMillis, LONG)
        .isBetween(atLeast.toMillis(), Duration.between(NOON, Instant.now()).toMillis());
  }

  private static GenericRecord pingAt(Instant time) {
    return new PayloadBuilder(CONTRACTS.contract("dasher_pings"))
        .set("market", "san_francisco")
        .set("dasher_id", 7L)
        .set("latitude", 37.779301)
        .set("longitude", -122.419299)
        .set("event_time", time)
        .build();
  }

  @Test
  void writesAPredictionThatKnowsNeitherDasherNorWay() throws Exception {
    GenericRecord payload = decode("eta_predictions", write(update(null, -1, null)));

    assertThat(EventFields.has(payload, "dasher_id")).isFalse();
    assertThat(EventFields.has(payload, "distance_meters")).isFalse();
    assertThat(EventFields.text(payload, "basis")).isEqualTo("median");
  }

  @Test
  void givesAPredictionTheSameIdWheneverItIsWritten() throws Exception {
    EtaUpdate update = update(Traffic.Basis.AREA, 100, 7L);
    String expected = "4711-6-" + NOON.toEpochMilli();

    assertThat(id(write(update))).isEqualTo(expected).isEqualTo(id(write(update)));
  }

  @Test
  void writesAMarketsSupplyThatFollowsItsContract() throws Exception {
    Instant minute = Instant.parse("2026-11-02T12:01:00Z");
    MarketSupply supply =
        new MarketSupply(
            "san_francisco", minute.toEpochMilli(), 2, new Figures(3, 4, 5, 2, 1), 6, null);

    ProducerRecord<byte[], byte[]> event = write(supply, "market_supply", new MarketForm());

    GenericRecord payload = decode("market_supply", event);
    assertThat(id(event)).isEqualTo("san_francisco-1793620860000-2");
    assertThat(EventFields.instant(payload, "event_time")).isEqualTo(minute);
    assertThat(EventFields.integer(payload, "online_dashers")).isEqualTo(7);
    assertThat(EventFields.integer(payload, "unassigned_orders")).isEqualTo(2);
    assertThat(EventFields.integer(payload, "created_orders")).isEqualTo(6);
    assertThat(EventFields.has(payload, "longest_wait_seconds")).isFalse();
    assertThat(MarketForm.read(payload)).isEqualTo(supply);
  }

  @Test
  void writesACellsSupplyThatFollowsItsContract() throws Exception {
    CellSupply supply =
        new CellSupply(
            "san_francisco",
            0x872830828ffffffL,
            new Position(37.785196, -122.418131),
            NOON.toEpochMilli(),
            1,
            new Figures(3, 4, 5, 2, 1));

    ProducerRecord<byte[], byte[]> event = write(supply, "supply_cells", new CellForm());

    GenericRecord payload = decode("supply_cells", event);
    assertThat(id(event)).isEqualTo("san_francisco-872830828ffffff-1793620800123-1");
    assertThat(EventFields.text(payload, "cell")).isEqualTo("872830828ffffff");
    assertThat(EventFields.doubleValue(payload, "latitude")).isEqualTo(37.785196);
    assertThat(EventFields.integer(payload, "idle_dashers")).isEqualTo(4);
    assertThat(EventFields.integer(payload, "ready_orders")).isEqualTo(1);
  }

  @Test
  void writesIdlenessThatFollowsItsContract() throws Exception {
    long since = NOON.toEpochMilli() - 1_200_000;
    IdleChange began =
        new IdleChange("san_francisco", 7, since, since + 1_200_000, null, 0x872830828ffffffL);
    IdleChange ended =
        new IdleChange("san_francisco", 7, since, since + 1_300_000, Ending.OFFLINE, null);

    ProducerRecord<byte[], byte[]> first = write(began, "idle_dashers", new IdleForm());
    ProducerRecord<byte[], byte[]> last = write(ended, "idle_dashers", new IdleForm());

    assertThat(id(first)).isEqualTo("san_francisco-7-1793619600123-began");
    assertThat(id(last)).isEqualTo("san_francisco-7-1793619600123-ended");
    GenericRecord payload = decode("idle_dashers", first);
    assertThat(EventFields.text(payload, "change")).isEqualTo("began");
    assertThat(EventFields.text(payload, "cell")).isEqualTo("872830828ffffff");
    assertThat(EventFields.has(payload, "ended_by")).isFalse();
    assertThat(EventFields.text(decode("idle_dashers", last), "ended_by")).isEqualTo("offline");
  }

  @Test
  void writesAnAlertThatFollowsItsContract() throws Exception {
    MarketSupply supply =
        new MarketSupply(
            "san_francisco", NOON.toEpochMilli(), 1, new Figures(3, 4, 5, 2, 1), 6, null);

    for (Alert alert : Alert.values()) {
      for (AlertChange.Change change : AlertChange.Change.values()) {
        ProducerRecord<byte[], byte[]> event =
            write(
                new AlertChange(
                    alert, change, 0, new BigDecimal("7.125"), BigDecimal.TEN, 2, supply),
                "supply_alerts",
                new AlertForm());

        GenericRecord payload = decode("supply_alerts", event);
        assertThat(id(event))
            .isEqualTo(
                "san_francisco-%s-1793620800123-%s"
                    .formatted(alert.code(), EventFields.text(payload, "change")));
        assertThat(EventFields.text(payload, "alert")).isEqualTo(alert.code());
        assertThat(EventFields.decimal(payload, "seen")).isEqualByComparingTo("7.125");
        assertThat(EventFields.integer(payload, "online_dashers")).isEqualTo(7);
      }
    }
  }

  private <T extends Timed> List<T> read(EventReader<T> reader, GenericRecord payload)
      throws Exception {
    String name = payload.getSchema().getName();
    ProducerRecord<byte[], byte[]> event =
        EventEncoder.of(CONTRACTS.contract(name), registry, Origin.of("/test")).encode(payload);
    List<T> elements = new ArrayList<>();
    reader.open(new Opening());
    reader.deserialize(received(event), collector(elements));

    return elements;
  }

  private ProducerRecord<byte[], byte[]> write(EtaUpdate update) throws Exception {
    return write(update, "eta_predictions", new PredictionForm());
  }

  private <T> ProducerRecord<byte[], byte[]> write(T element, String contract, EventForm<T> form)
      throws Exception {
    EventWriter<T> writer = new EventWriter<>(contract(contract), () -> registry, form);
    writer.open(new Opening(), new FourPartitions());

    return writer.serialize(element, new FourPartitions(), 0L);
  }

  private GenericRecord decode(String name, ProducerRecord<byte[], byte[]> event) {
    Contract contract = CONTRACTS.contract(name);

    return ((Decoded.Event) new EventDecoder(contract, registry).decode(received(event))).payload();
  }

  private static EtaUpdate update(Traffic.Basis basis, double meters, Long dasherId) {
    return new EtaUpdate(
        new Moment(
            "san_francisco",
            4711,
            6,
            OrderState.PICKED_UP,
            dasherId,
            NOON.toEpochMilli(),
            Stage.TO_CUSTOMER,
            List.of(),
            basis,
            meters,
            Places.UNKNOWN,
            NOON.toEpochMilli(),
            Reason.TRAFFIC,
            null),
        NOON.toEpochMilli() + 300_000,
        NOON.toEpochMilli() + 420_000,
        Reason.TRAFFIC,
        "eta-3",
        List.of(2f, 0.5f));
  }

  private static String id(ProducerRecord<byte[], byte[]> event) {
    return new String(event.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8);
  }

  private static StreamContract contract(String name) {
    return StreamContract.of(CONTRACTS, name);
  }

  private static ConsumerRecord<byte[], byte[]> received(ProducerRecord<byte[], byte[]> event) {
    return new ConsumerRecord<>(
        event.topic(),
        0,
        0,
        NOON.toEpochMilli(),
        TimestampType.LOG_APPEND_TIME,
        event.key().length,
        event.value().length,
        event.key(),
        event.value(),
        new RecordHeaders(event.headers().toArray()),
        Optional.empty());
  }

  private static <T> Collector<T> collector(List<T> elements) {
    return new Collector<>() {
      @Override
      public void collect(T element) {
        elements.add(element);
      }

      @Override
      public void close() {}
    };
  }

  private static final class FourPartitions implements KafkaSinkContext {
    @Override
    public int getParallelInstanceId() {
      return 0;
    }

    @Override
    public int getNumberOfParallelInstances() {
      return 1;
    }

    @Override
    public int[] getPartitionsForTopic(String topic) {
      return new int[] {0, 1, 2, 3};
    }
  }

  private static final class Opening
      implements DeserializationSchema.InitializationContext,
          SerializationSchema.InitializationContext {
    @Override
    public MetricGroup getMetricGroup() {
      return new UnregisteredMetricsGroup();
    }

    @Override
    public UserCodeClassLoader getUserCodeClassLoader() {
      return SimpleUserCodeClassLoader.create(StreamContractsTest.class.getClassLoader());
    }
  }
}
