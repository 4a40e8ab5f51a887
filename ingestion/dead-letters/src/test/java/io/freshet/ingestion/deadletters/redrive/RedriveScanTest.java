package io.freshet.ingestion.deadletters.redrive;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.EventIds;
import io.freshet.core.envelope.PayloadBuilder;
import io.freshet.core.envelope.registry.InMemorySchemaRegistry;
import io.freshet.ingestion.deadletters.DeadLetterFilter;
import io.freshet.ingestion.deadletters.RefusedAt;
import io.freshet.ingestion.deadletters.RefusedRides;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class RedriveScanTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final RefusedRides refused = new RefusedRides();
  private final Contract orders = refused.contracts().require("order_events");
  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();

  @Test
  void countsWhatWouldBecomeOfEach() {
    ProducerRecord<byte[], byte[]> order = order();
    add(1, NOON, order.value());
    add(2, NOON.plusSeconds(86_400), order.value());
    add(3, NOON.plusSeconds(86_400), order.value());
    add(4, NOON.plusSeconds(2 * 86_400), new byte[] {1, 2, 3, 4, 5});
    RedrivenRecords redriven = new RedrivenRecords();
    redriven.add(new RefusedAt("topic-1", 0, 1));
    redriven.add(new RefusedAt("topic-0", 0, 2));

    RedriveScan scan =
        RedriveScan.plan(refused.load(), DeadLetterFilter.ALL, redriven, prospects());

    assertThat(scan.outcomes())
        .isEqualTo(
            new Outcomes(
                4,
                1,
                0,
                new TreeMap<>(
                    Map.of(
                        "invalid_value",
                        new Outcomes.OfCause(2, new TreeMap<>(Map.of("not_wire_format", 1L)))))));
    assertThat(scan.outcomes().sent()).isEqualTo(2);
    assertThat(scan.outcomes().stillRefused()).isEqualTo(1);
    assertThat(scan.days()).containsExactly(LocalDate.parse("2026-03-02"));
  }

  /** Listed under the raw topic's name are others' as well, which are none of this plan's. */
  @Test
  void countsRawJsonThatNamedTheContractBeforeItTookAny() {
    addUnclaimed(1, RefusedRides.order("order_events", "created", NOON));
    addUnclaimed(2, RefusedRides.order("order_events", "created", NOON));
    addUnclaimed(3, RefusedRides.order("order_events", "vanished", NOON));
    addUnclaimed(4, RefusedRides.order("dasher_pings", "created", NOON));
    RedrivenRecords redriven = new RedrivenRecords();
    redriven.add(new RefusedAt("topic-1", 0, 1));
    redriven.add(new RefusedAt("topic-1", 0, 4));

    RedriveScan scan =
        RedriveScan.plan(
            refused.load(),
            DeadLetterFilter.ALL.ofContractOrUnclaimed("order_events"),
            redriven,
            prospects());

    assertThat(scan.outcomes())
        .isEqualTo(
            new Outcomes(
                3,
                1,
                0,
                new TreeMap<>(
                    Map.of(
                        "unknown_contract",
                        new Outcomes.OfCause(1, new TreeMap<>(Map.of("invalid_value", 1L)))))));
  }

  @Test
  void aReceiptSaysWhatWasPlannedAndHowManyWereSent() {
    Outcomes.Tally planned = new Outcomes.Tally();
    planned.found();
    planned.sent("invalid_value");
    planned.stillRefused("undecodable", "undecodable");
    Outcomes.Tally done = new Outcomes.Tally();

    assertThat(planned.outcomes().withSent(done.outcomes()).sent()).isZero();
    done.sent("invalid_value");
    assertThat(planned.outcomes().withSent(done.outcomes())).isEqualTo(planned.outcomes());
  }

  @Test
  void aRecordIsKnownByTopicPartitionAndOffset() {
    RedrivenRecords redriven = new RedrivenRecords();
    redriven.add(new RefusedAt("topic-1", 0, 1));

    assertThat(redriven.contains(new RefusedAt("topic-1", 0, 1))).isTrue();
    assertThat(redriven.contains(new RefusedAt("topic-1", 1, 1))).isFalse();
    assertThat(redriven.contains(new RefusedAt("topic-1", 0, 2))).isFalse();
    assertThat(redriven.contains(new RefusedAt("topic-2", 0, 1))).isFalse();
  }

  @Test
  void anExtentCoversWhatItWasGiven() {
    Extent.Gathering gathering = new Extent.Gathering();
    gathering.add("orders", 1, 9);
    gathering.add("orders", 1, 4);
    gathering.add("orders", 0, 7);

    assertThat(gathering.all())
        .containsExactly(new Extent("orders", 0, 7, 7, 1), new Extent("orders", 1, 4, 9, 2));
  }

  private void add(long offset, Instant received, byte[] value) {
    ProducerRecord<byte[], byte[]> order = order();
    refused.add(
        "order_events",
        "invalid_value",
        offset,
        received,
        order.key(),
        value,
        new RecordHeaders(order.headers()));
  }

  private void addUnclaimed(long offset, String json) {
    refused.addRaw("raw_json", "unknown_contract", offset, NOON, json);
  }

  private Prospects prospects() {
    return new Prospects(
        orders, registry, registry, 4, Map.of(1, RefusedRides.ORDERS), InstantSource.fixed(NOON));
  }

  private ProducerRecord<byte[], byte[]> order() {
    return EventEncoder.of(
            orders,
            registry,
            new EventEncoder.Origin("/test", EventIds.of("test"), InstantSource.fixed(NOON)))
        .encode(
            new PayloadBuilder(orders)
                .set("market", "san_francisco")
                .set("order_id", 4711)
                .set("order_version", 1)
                .set("state", "created")
                .set("event_time", NOON)
                .set("synthetic", false)
                .build());
  }
}
