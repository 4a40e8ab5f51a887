package io.freshet.batch.delivery;

import static io.freshet.batch.Rows.SAN_FRANCISCO;
import static io.freshet.batch.Rows.delivered;
import static io.freshet.batch.Rows.ping;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.freshet.batch.Rows;
import io.freshet.batch.Rows.Delivered;
import io.freshet.batch.Rows.Ping;
import io.freshet.batch.SharedSpark;
import io.freshet.batch.nightly.MarketDays;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SharedSpark.class)
class DasherEfficiencyTest {
  /** Seven hours behind UTC: the local day runs from 07:00 to 07:00. */
  private static final LocalDate DAY = LocalDate.parse("2008-05-19");

  private final Rows rows;
  private final SparkSession spark;

  DasherEfficiencyTest(SparkSession spark) {
    this.spark = spark;
    this.rows = new Rows(spark);
  }

  @Test
  void countsTheTimeFromPingToPingAsOnline() {
    Row row =
        only(
            efficiency(
                DAY,
                ping(1, "2008-05-19T12:00:00Z"),
                ping(1, "2008-05-19T12:01:00Z"),
                ping(1, "2008-05-19T12:03:00Z")));

    assertThat(row.<Long>getAs("pings")).isEqualTo(3);
    assertThat(row.<Long>getAs("online_seconds")).isEqualTo(180);
  }

  @Test
  void holdsASilenceOfMoreThanFiveMinutesForAnAbsence() {
    Row row =
        only(
            efficiency(
                DAY,
                ping(1, "2008-05-19T12:00:00Z"),
                ping(1, "2008-05-19T12:05:00Z"),
                ping(1, "2008-05-19T12:10:01Z")));

    assertThat(row.<Long>getAs("online_seconds")).isEqualTo(300);
  }

  @Test
  void callsTimeBusyWhenItBeginsWithAnOrderOnBoard() {
    Row row =
        only(
            efficiency(
                DAY,
                ping(1, "2008-05-19T12:00:00Z"),
                ping(1, "2008-05-19T12:01:00Z").carrying(7),
                ping(1, "2008-05-19T12:02:00Z").carrying(7),
                ping(1, "2008-05-19T12:04:00Z")));

    assertThat(row.<Long>getAs("busy_seconds")).isEqualTo(180);
    assertThat(row.<Long>getAs("idle_seconds")).isEqualTo(60);
    assertThat(row.<BigDecimal>getAs("utilisation")).isEqualByComparingTo("0.75");
  }

  @Test
  void splitsTheTimeThatCrossesMidnightBetweenTheTwoDays() {
    Ping[] night = {
      ping(1, "2008-05-20T06:58:00Z"),
      ping(1, "2008-05-20T06:59:30Z").carrying(7),
      ping(1, "2008-05-20T07:02:00Z").carrying(7),
      ping(1, "2008-05-20T07:03:00Z")
    };

    Row before = only(efficiency(DAY, night));
    Row after = only(efficiency(DAY.plusDays(1), night));

    assertThat(before.<Long>getAs("online_seconds")).isEqualTo(120);
    assertThat(before.<Long>getAs("busy_seconds")).isEqualTo(30);
    assertThat(before.<Long>getAs("pings")).isEqualTo(2);
    assertThat(after.<Long>getAs("online_seconds")).isEqualTo(180);
    assertThat(after.<Long>getAs("busy_seconds")).isEqualTo(180);
    assertThat(after.<Long>getAs("pings")).isEqualTo(2);
  }

  @Test
  void measuresTheWayInMeters() {
    // A thousandth of a degree of latitude is 111.2 m wherever one is.
    Row row =
        only(
            efficiency(
                DAY,
                ping(1, "2008-05-19T12:00:00Z").at("37.750000", "-122.420000"),
                ping(1, "2008-05-19T12:01:00Z").at("37.760000", "-122.420000"),
                ping(1, "2008-05-19T12:02:00Z").at("37.750000", "-122.420000")));

    assertThat((double) row.<Long>getAs("distance_meters")).isCloseTo(2224, within(1.0));
  }

  @Test
  void leavesHopsThatNoVehicleMakesOutOfTheWayButNotOutOfTheTime() {
    // 0.1 degrees in a minute are 667 km/h.
    Row row =
        only(
            efficiency(
                DAY,
                ping(1, "2008-05-19T12:00:00Z").at("37.750000", "-122.420000"),
                ping(1, "2008-05-19T12:01:00Z").at("37.850000", "-122.420000"),
                ping(1, "2008-05-19T12:02:00Z").at("37.850000", "-122.420000")));

    assertThat(row.<Long>getAs("distance_meters")).isZero();
    assertThat(row.<Long>getAs("online_seconds")).isEqualTo(120);
  }

  @Test
  void countsAPingThatWasSentTwiceOnceAndKeepsTheFirst() {
    Row row =
        only(
            efficiency(
                DAY,
                ping(1, "2008-05-19T12:00:00Z").carrying(7),
                ping(1, "2008-05-19T12:00:00Z"),
                ping(1, "2008-05-19T12:01:00Z")));

    assertThat(row.<Long>getAs("pings")).isEqualTo(2);
    assertThat(row.<Long>getAs("busy_seconds")).isEqualTo(60);
  }

  @Test
  void coversTwentyThreeHoursWhenTheClocksGoForward() {
    assertThat(onlineAllDay("2008-03-09")).isEqualTo(23 * 3600);
  }

  @Test
  void coversTwentyFiveHoursWhenTheClocksGoBack() {
    assertThat(onlineAllDay("2008-11-02")).isEqualTo(25 * 3600);
  }

  @Test
  void countsAnOrderThatWasReportedTwiceAsOneDelivery() {
    Row row =
        only(
            efficiency(
                DAY,
                List.of(ping(1, "2008-05-19T12:00:00Z")),
                List.of(
                    delivered(7, 1L, "2008-05-19T12:00:00Z"),
                    delivered(7, 1L, "2008-05-19T12:00:00Z"),
                    delivered(8, 1L, "2008-05-20T06:59:59Z"),
                    delivered(9, 1L, "2008-05-20T07:00:00Z"))));

    assertThat(row.<Long>getAs("deliveries")).isEqualTo(2);
  }

  @Test
  void listsADasherWhoDeliveredWithoutASinglePing() {
    Row row = only(efficiency(DAY, List.of(), List.of(delivered(7, 1L, "2008-05-19T12:00:00Z"))));

    assertThat(row.<Long>getAs("pings")).isZero();
    assertThat(row.<Long>getAs("deliveries")).isEqualTo(1);
    assertThat(row.<BigDecimal>getAs("utilisation")).isNull();
  }

  @Test
  void keepsTheMarketsOfADasherApart() {
    List<Row> found =
        efficiency(
                DAY,
                ping(1, "2008-05-19T12:00:00Z"),
                ping(1, "2008-05-19T12:01:00Z").in("oakland"),
                ping(1, "2008-05-19T12:02:00Z"))
            .collectAsList();

    assertThat(found)
        .extracting(row -> row.getAs("market") + " " + row.getAs("online_seconds"))
        .containsExactlyInAnyOrder("san_francisco 120", "oakland 0");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void agreesWithALoopOverEachTrackWhateverTheOrderOfTheRows(long seed) {
    Random random = new Random(seed);
    List<Ping> pings = randomTracks(random);
    List<Ping> shuffled = new ArrayList<>(pings);
    Collections.shuffle(shuffled, random);

    Dataset<Row> result = efficiency(DAY, shuffled, List.of());
    Dataset<Row> again = efficiency(DAY, pings, List.of()).repartition(3);

    assertThat(byDasher(again)).isEqualTo(byDasher(result));
    Map<Long, Row> found = byDasher(result);
    Map<Long, Track> expected = tracks(pings);
    assertThat(found.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (dasher, track) -> {
          Row row = found.get(dasher);
          assertThat(row.<Long>getAs("pings")).isEqualTo(track.pings());
          assertThat(row.<Long>getAs("online_seconds")).isEqualTo(track.online());
          assertThat(row.<Long>getAs("busy_seconds")).isEqualTo(track.busy());
        });
  }

  /** What a plain loop makes of one dasher's pings. */
  private record Track(long pings, long online, long busy) {}

  private static Map<Long, Track> tracks(List<Ping> pings) {
    Instant start = Instant.parse("2008-05-19T07:00:00Z");
    Instant end = Instant.parse("2008-05-20T07:00:00Z");
    Map<Long, Track> tracks =
        pings.stream().collect(Collectors.groupingBy(Ping::dasher)).entrySet().stream()
            .collect(
                Collectors.toMap(Map.Entry::getKey, each -> track(each.getValue(), start, end)));
    tracks.values().removeIf(track -> track.pings() == 0);

    return tracks;
  }

  private static Track track(List<Ping> pings, Instant start, Instant end) {
    List<Ping> sorted = pings.stream().sorted((a, b) -> a.time().compareTo(b.time())).toList();
    long count = 0;
    long online = 0;
    long busy = 0;
    for (int i = 0; i < sorted.size(); i++) {
      Ping ping = sorted.get(i);
      count += !ping.time().isBefore(start) && ping.time().isBefore(end) ? 1 : 0;
      if (i + 1 < sorted.size()) {
        long from = ping.time().getEpochSecond();
        long to = sorted.get(i + 1).time().getEpochSecond();
        long inside = Math.min(to, end.getEpochSecond()) - Math.max(from, start.getEpochSecond());
        long counted = to - from <= 300 ? Math.max(inside, 0) : 0;
        online += counted;
        busy += ping.order() == null ? 0 : counted;
      }
    }

    return new Track(count, online, busy);
  }

  /** Tracks of forty dashers that begin before the day, end after it and have gaps. */
  private static List<Ping> randomTracks(Random random) {
    List<Ping> pings = new ArrayList<>();
    for (long dasher = 1; dasher <= 40; dasher++) {
      Instant time = Instant.parse("2008-05-19T06:00:00Z").plusSeconds(random.nextInt(90_000));
      int length = random.nextInt(60);
      for (int i = 0; i < length; i++) {
        Ping ping = ping(dasher, time.toString());
        pings.add(random.nextBoolean() ? ping.carrying(dasher) : ping);
        time = time.plusSeconds(1 + random.nextInt(random.nextInt(10) == 0 ? 4000 : 310));
      }
    }

    return pings;
  }

  private long onlineAllDay(String date) {
    LocalDate day = LocalDate.parse(date);
    Instant start = day.atStartOfDay(ZoneId.of("America/Los_Angeles")).toInstant();
    List<Ping> pings = new ArrayList<>();
    for (int minutes = -10; minutes <= 26 * 60; minutes += 5) {
      pings.add(ping(1, start.plusSeconds(minutes * 60L).toString()));
    }

    return only(efficiency(day, pings, List.of())).<Long>getAs("online_seconds");
  }

  private Dataset<Row> efficiency(LocalDate day, Ping... pings) {
    return efficiency(day, List.of(pings), List.of());
  }

  private Dataset<Row> efficiency(LocalDate day, List<Ping> pings, List<Delivered> delivered) {
    MarketDays days =
        MarketDays.of(
            rows.markets(
                List.of(
                    Rows.market(SAN_FRANCISCO, "America/Los_Angeles", "2008-01-01T00:00:00Z"),
                    Rows.market("oakland", "America/Los_Angeles", "2008-01-01T00:00:00Z"))),
            day);

    return DasherEfficiency.rows(
        rows.pings(pings), rows.orderEvents(delivered), days.toDataset(spark), day);
  }

  private static Row only(Dataset<Row> dataset) {
    List<Row> found = dataset.collectAsList();
    assertThat(found).hasSize(1);

    return found.get(0);
  }

  private static Map<Long, Row> byDasher(Dataset<Row> dataset) {
    return dataset.collectAsList().stream()
        .collect(Collectors.toMap(row -> row.getAs("dasher_id"), Function.identity()));
  }
}
