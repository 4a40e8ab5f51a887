package io.freshet.assurance.find;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.assurance.find.EventQuestion.Id;
import io.freshet.assurance.find.EventQuestion.Place;
import io.freshet.assurance.find.EventQuestion.Sought;
import io.freshet.assurance.find.Searched.End;
import io.freshet.assurance.prove.MarketLake;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.ContractTexts;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.lake.TableProvisioner;
import io.freshet.testing.samples.LogPlace;
import io.freshet.testing.samples.ParquetRows;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two partitions of a hundred events and of four; each event's id is its partition and offset. */
class EventFinderTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final String INTAKE = "run1/123/checkout/4";

  private final MarketLake lake = new MarketLake();
  private final Contract markets = lake.contracts().require("markets");
  private final AtomicLong nanos = new AtomicLong();

  @BeforeEach
  void send() {
    lake.log().send(0, 100);
    lake.log().send(1, 4);
    lake.log().holds((partition, offset) -> event(partition, offset, Map.of()));
  }

  /** One is received each second. */
  private static ConsumerRecord<byte[], byte[]> event(
      int partition, long offset, Map<String, String> more) {
    return event(partition, offset, partition + "-" + offset, more);
  }

  private static ConsumerRecord<byte[], byte[]> event(
      int partition, long offset, String id, Map<String, String> more) {
    RecordHeaders headers = new RecordHeaders();
    headers.add("ce_id", bytes(id));
    more.forEach((name, value) -> headers.add(name, bytes(value)));

    return new LogPlace("markets", partition, offset, NOON.plusSeconds(offset).toEpochMilli())
        .holding(null, bytes("payload"), headers);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Whereabouts find(Sought sought) {
    return find(sought, SearchLimits.USUAL);
  }

  private Whereabouts find(Sought sought, SearchLimits limits) {
    return find(new EventQuestion(markets, sought, Optional.empty(), Optional.empty()), limits);
  }

  private Whereabouts find(EventQuestion question, SearchLimits limits) {
    return new EventFinder(
            lake.catalog(),
            lake.contracts(),
            lake.log(),
            InstantSource.fixed(NOON.plus(Duration.ofHours(1))),
            () -> nanos.addAndGet(Duration.ofSeconds(1).toNanos()))
        .find(question, limits, records -> {});
  }

  private static Sighting only(Whereabouts found) {
    assertThat(found.sightings()).hasSize(1);

    return found.sightings().get(0);
  }

  private Fate fate(int partition, long offset) {
    return only(find(new Place(partition, offset))).fate();
  }

  @Test
  void findsTheRowOfAnIdWithTheFileAndTheCommitThatHoldIt() {
    lake.write(0, 0, 50);
    lake.write(0, 50, 60);

    Whereabouts found = find(new Id("0-17"));

    Sighting sighting = only(found);
    assertThat(found.isFound()).isTrue();
    assertThat(sighting.fate()).isEqualTo(Fate.ROW);
    assertThat(sighting.partition()).isZero();
    assertThat(sighting.offset()).isEqualTo(17);
    assertThat(sighting.logged().orElseThrow().receivedAt()).isEqualTo(NOON.plusSeconds(17));
    Stored stored = sighting.row().orElseThrow();
    assertThat(stored.file().rows()).isEqualTo(50);
    assertThat(stored.committed().orElseThrow().snapshot())
        .isEqualTo(lake.markets().currentSnapshot().parentId());
    assertThat(stored.rewritten()).isEmpty();
    assertThat(found.searched().end()).isEqualTo(End.FOUND);
  }

  @Test
  void tellsWhoPutARowIntoAnotherFileSince() {
    lake.write(0, 0, 50);
    lake.changes().rewrite(0, 50, 3);

    Stored stored = only(find(new Place(0, 17))).row().orElseThrow();

    assertThat(stored.committed()).isPresent();
    assertThat(stored.rewritten().orElseThrow().snapshot())
        .isEqualTo(lake.markets().currentSnapshot().snapshotId());
  }

  @Test
  void tellsWhyADeadLetterIsNone() {
    lake.account(0, 0, 50, 49, 1);
    lake.addDeadLetters(0, LongStream.of(17));

    Sighting sighting = only(find(new Id("0-17")));

    assertThat(sighting.fate()).isEqualTo(Fate.DEAD_LETTER);
    assertThat(sighting.refusal().orElseThrow().cause()).isEqualTo("any");
    assertThat(sighting.row()).isEmpty();
  }

  @Test
  void findsTheRowThatADeadLetterHasBecome() {
    lake.account(0, 0, 60, 59, 1);
    lake.addDeadLetters(0, LongStream.of(17));
    lake.addRedriven(0, 55, "1:0:17");

    Sighting sighting = only(find(new Id("0-17")));

    assertThat(sighting.fate()).isEqualTo(Fate.SENT_AGAIN);
    assertThat(sighting.row()).isPresent();
  }

  @Test
  void tellsHowFarTheWriterIsBehindIt() {
    lake.account(0, 0, 50, 50, 0);

    assertThat(only(find(new Id("0-57"))).fate()).isEqualTo(Fate.WAITING);
    assertThat(only(find(new Id("0-57"))).behind()).isEqualTo(7);
    assertThat(fate(1, 2)).isEqualTo(Fate.WAITING);
  }

  @Test
  void tellsWhatBecameOfEventsWithoutARow() {
    lake.write(0, 20, 60);
    lake.changes().erase(0, 30);
    lake.log().deleteBefore(0, 25);

    assertThat(fate(0, 30)).isEqualTo(Fate.ERASED);
    assertThat(fate(0, 3)).isEqualTo(Fate.BEFORE_TABLE);
    assertThat(fate(0, 22)).isEqualTo(Fate.ROW);
    lake.account(1, 0, 4, 4, 0);
    assertThat(fate(1, 2)).isEqualTo(Fate.MISSING);
    lake.log().deleteBefore(1, 3);
    assertThat(fate(1, 2)).isEqualTo(Fate.GONE);
    assertThat(find(new Place(1, 2)).isFound()).isFalse();
  }

  @Test
  void tellsRowsThatWereKeptAsLongAsTheContractSays() {
    lake.write(0, 0, 50);
    lake.changes().expire(0, 10, 0);
    String text = lake.contracts().text(markets).orElseThrow();
    Contract keeping =
        ContractTexts.parse(
            "markets",
            text.replace(
                "slaProperties:", "slaProperties:\n  - {property: retention, value: 50, unit: m}"));

    assertThat(only(find(question(keeping, 5), SearchLimits.USUAL)).fate()).isEqualTo(Fate.EXPIRED);
    assertThat(only(find(question(markets, 5), SearchLimits.USUAL)).fate()).isEqualTo(Fate.ERASED);
  }

  private static EventQuestion question(Contract contract, long offset) {
    return new EventQuestion(contract, new Place(0, offset), Optional.empty(), Optional.empty());
  }

  @Test
  void tellsOfPlacesThatHoldNoEvent() {
    assertThat(fate(0, 100)).isEqualTo(Fate.NOT_YET);
    assertThat(fate(7, 0)).isEqualTo(Fate.NO_PARTITION);
    assertThat(find(new Place(7, 0)).searched().end()).isEqualTo(End.PLACE);
    lake.log().drop();
    assertThat(find(new Place(0, 1)).searched().end()).isEqualTo(End.NO_TOPIC);
    assertThat(find(new Id("x")).searched().end()).isEqualTo(End.NO_TOPIC);
  }

  @Test
  void knowsTestsAndWhoTookAnEventIn() {
    lake.log()
        .holds(
            (partition, offset) ->
                event(
                    partition, offset, Map.of("ce_freshettest", "true", "freshet_intake", INTAKE)));

    Sighting sighting = only(find(new Id("0-17")));

    assertThat(sighting.fate()).isEqualTo(Fate.TEST);
    assertThat(sighting.logged().orElseThrow().gateway().orElseThrow().account().producer())
        .isEqualTo("checkout");
  }

  @Test
  void showsTheNewestTenOfManyThatBearOneId() {
    lake.log().holds((partition, offset) -> event(partition, offset, "same", Map.of()));

    assertThat(find(new Id("same")).sightings())
        .hasSize(10)
        .extracting(Sighting::offset)
        .startsWith(99L, 98L)
        .doesNotContain(3L);
  }

  @Test
  void endsInTheMiddleOfWhatItReadsAtOnceWhenItsTimeIsUp() {
    lake.log().send(0, 5_000);

    Searched searched =
        find(new Id("none"), new SearchLimits(10_000, Duration.ofSeconds(4))).searched();

    assertThat(searched.end()).isEqualTo(End.TIME);
    assertThat(searched.records()).isBetween(1L, 4_999L);
    assertThat(searched.backTo()).isEmpty();
  }

  @Test
  void saysHowFarItHasSearchedWhereALimitEndsIt() {
    Searched byCount = find(new Id("none"), new SearchLimits(20, Duration.ofHours(1))).searched();
    assertThat(byCount.end()).isEqualTo(End.RECORDS);
    assertThat(byCount.isCutShort()).isTrue();
    assertThat(byCount.records()).isBetween(14L, 20L);

    Searched byTime = find(new Id("none"), new SearchLimits(1000, Duration.ZERO)).searched();
    assertThat(byTime.end()).isEqualTo(End.TIME);

    Searched whole = find(new Id("none")).searched();
    assertThat(whole.end()).isEqualTo(End.WHOLE);
    assertThat(whole.records()).isEqualTo(104);
  }

  @Test
  void looksThroughTheTimeThatIsNamedAndNoOther() {
    EventQuestion question =
        new EventQuestion(
            markets,
            new Id("0-17"),
            Optional.of(NOON.plusSeconds(10)),
            Optional.of(NOON.plusSeconds(20)));

    assertThat(find(question, SearchLimits.USUAL).searched().records()).isEqualTo(10);
    assertThat(find(question, SearchLimits.USUAL).sightings()).hasSize(1);
    assertThat(
            find(
                    new EventQuestion(markets, new Id("0-30"), question.from(), question.until()),
                    SearchLimits.USUAL)
                .isFound())
        .isFalse();
  }

  @Test
  void findsWhatAGatewayTurnedAway() {
    Contract refused = lake.contracts().require("refused_events");
    new TableProvisioner(lake.catalog()).plan(refused).step().run();
    Table table = lake.catalog().loadTable(TableLayout.name(refused));
    GenericRecord row = GenericRecord.create(table.schema());
    Map.of(
            "producer", "checkout",
            "contract", "markets",
            "cause", "invalid_value",
            "status", 422,
            "detail", "any",
            "event_id", "mine",
            "event_time", NOON.atOffset(ZoneOffset.UTC),
            "_received_at", NOON.atOffset(ZoneOffset.UTC))
        .forEach(row::setField);
    Map.of(
            "violations",
            List.of(),
            "body",
            ByteBuffer.allocate(0),
            "body_bytes",
            0,
            "is_body_cut",
            false,
            "is_by_token",
            false,
            "dropped",
            0L,
            "_source",
            1,
            "_stream_partition",
            0,
            "_offset",
            0L)
        .forEach(row::setField);
    table.newAppend().appendFile(ParquetRows.file(table, List.of(row))).commit();

    Whereabouts found = find(new Id("mine"));

    assertThat(found.isFound()).isTrue();
    assertThat(found.turnedAway())
        .contains(new Whereabouts.TurnedAway(NOON, "invalid_value", 422, "checkout"));
    assertThat(find(new Id("yours")).turnedAway()).isEmpty();
  }
}
