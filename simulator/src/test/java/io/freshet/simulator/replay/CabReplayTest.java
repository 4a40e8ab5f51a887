package io.freshet.simulator.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.FreshetException;
import io.freshet.simulator.event.MarketDefined;
import io.freshet.simulator.event.OrderStep;
import io.freshet.simulator.event.OrderStep.Provenance;
import io.freshet.simulator.event.Ping;
import io.freshet.simulator.event.SimulatedEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CabReplayTest {
  // Midnight of 19 May 2008 in San Francisco.
  private static final long MIDNIGHT = 1_211_180_400;
  private static final long DAY = 86_400;
  private static final long NOON = MIDNIGHT + DAY / 2;
  private static final LocalDate MONDAY = LocalDate.of(2008, 5, 19);

  @TempDir private Path folder;

  @Test
  void playsPingsAndOrderStepsInTheOrderOfTheirTime() throws IOException {
    List<SimulatedEvent> events =
        replay(
            new RecordingFixture()
                .ping("ab", NOON - 200, 0)
                .ping("ab", NOON, 1)
                .ping("ab", NOON + 60, 1)
                .ping("ab", NOON + 120, 0)
                .trip("ab-1", "ab", NOON, NOON + 120));

    assertThat(events.stream().map(CabReplayTest::summary))
        .containsExactly(
            "market",
            "created?",
            "confirmed?",
            "preparing?",
            "ping",
            "ready?",
            "dasher_assigned?",
            "picked_up",
            "ping with order",
            "ping with order",
            "delivered",
            "ping");
    assertThat(events)
        .isSortedAccordingTo((a, b) -> Long.compare(a.eventMicros(), b.eventMicros()));
  }

  @Test
  void namesCabsAndTripsByNumbersThatNeverChange() throws IOException {
    List<SimulatedEvent> events =
        replay(new RecordingFixture().ping("ab", NOON, 1).trip("ab-1", "ab", NOON, NOON + 120));

    Ping ping = (Ping) events.stream().filter(Ping.class::isInstance).findFirst().orElseThrow();
    assertThat(ping.dasherId()).isEqualTo(StableId.of("ab")).isEqualTo(4_425_405_717_210_307L);
    assertThat(ping.orderId()).isEqualTo(OptionalLong.of(StableId.of("ab-1")));
  }

  @Test
  void givesOccupiedPingsOutsideAnyTripNoOrder() throws IOException {
    CabReplay replay =
        open(
            new RecordingFixture()
                .ping("ab", NOON - 60, 1)
                .ping("ab", NOON, 1)
                .ping("cd", NOON, 1)
                .ping("ab", NOON + 120, 1)
                .trip("ab-1", "ab", NOON, NOON + 120));
    drain(replay);

    assertThat(replay.counts().carrying()).isEqualTo(1);
    assertThat(replay.counts().withoutTrip()).isEqualTo(3);
  }

  @Test
  void playsEveryRowOnceWhateverItHolds() throws IOException {
    RecordingFixture fixture =
        new RecordingFixture()
            .ping("ab", NOON, 0)
            .ping("ab", NOON, 0)
            .ping("ab", NOON - 3_600, 0)
            .ping(
                row ->
                    row.append("cab", "ab")
                        .append("ts", NOON)
                        .append("lat", 50.3)
                        .append("lng", -200.0)
                        .append("occ", 7))
            .ping(row -> row.append("cab", "ab").append("ts", NOON).append("occ", 0))
            .ping(
                row ->
                    row.append("cab", "ab")
                        .append("ts", NOON)
                        .append("lat", Double.NaN)
                        .append("lng", 1.0)
                        .append("occ", 0))
            .ping("ab", Long.MAX_VALUE, 0)
            .ping(row -> row.append("cab", "ab"));
    CabReplay replay = open(fixture);
    List<SimulatedEvent> events = drain(replay);

    assertThat(events.stream().filter(Ping.class::isInstance)).hasSize(4);
    assertThat(replay.counts().pings()).isEqualTo(4);
    assertThat(replay.counts().refused()).isEqualTo(4);
    assertThat(replay.share()).isEqualTo(1);
  }

  @Test
  void neverIsDueEarlierThanBeforeEvenIfARowIs() throws IOException {
    CabReplay replay = open(new RecordingFixture().ping("ab", NOON, 0).ping("ab", NOON - 3_600, 0));
    long due = Long.MIN_VALUE;
    while (replay.advance()) {
      assertThat(replay.dueMicros()).isGreaterThanOrEqualTo(due);
      due = replay.dueMicros();
    }
  }

  @Test
  void readsOnOverRowGroups() throws IOException {
    RecordingFixture fixture = new RecordingFixture();
    for (int i = 0; i < 5_000; i++) {
      fixture.ping("cab" + i % 7, NOON + i, 0);
    }
    CabReplay replay = open(fixture);
    List<SimulatedEvent> events = drain(replay);

    assertThat(replay.counts().pings()).isEqualTo(5_000);
    assertThat(events.get(5_000).eventMicros()).isEqualTo((NOON + 4_999) * 1_000_000);
  }

  @Test
  void splitsByDaysWithoutLossOrOverlap() throws IOException {
    RecordingFixture fixture =
        new RecordingFixture()
            .ping("ab", MIDNIGHT + 5, 0)
            .ping("ab", MIDNIGHT + DAY - 30, 1)
            .ping("ab", MIDNIGHT + DAY, 1)
            .ping("ab", MIDNIGHT + DAY + 30, 0)
            .ping("ab", MIDNIGHT + 2 * DAY, 0)
            .trip("ab-0", "ab", MIDNIGHT + DAY - 30, MIDNIGHT + DAY + 30)
            .trip("cd-0", "cd", MIDNIGHT + DAY + 10, MIDNIGHT + DAY + 90);
    ReplaySettings whole = fixture.write(folder);
    List<SimulatedEvent> parts = new ArrayList<>();
    for (int day = 0; day < 3; day++) {
      LocalDate date = MONDAY.plusDays(day);
      parts.addAll(drain(new CabReplay(days(whole, date, date))));
    }

    List<SimulatedEvent> all = drain(new CabReplay(whole));
    parts.removeIf(MarketDefined.class::isInstance);
    all.removeIf(MarketDefined.class::isInstance);
    assertThat(parts).hasSize(5 + 2 * 7).containsExactlyElementsOf(all);
  }

  @Test
  void leavesOutTripsThatCanBeNoOrder() throws IOException {
    CabReplay replay =
        open(
            new RecordingFixture()
                .ping("ab", NOON, 0)
                .trip("ab-1", "ab", NOON, NOON + 120)
                .trip("ab-2", "ab", NOON + 200, NOON + 300, Double.NaN, -122.4)
                .trip("ab-3", "ab", NOON + 400, NOON + 500, 37.75, 1e9)
                .trip("ab-4", "ab", NOON + 600, Long.MAX_VALUE)
                .trip("ab-5", "ab", NOON + 900, NOON + 800));
    List<SimulatedEvent> events = drain(replay);

    assertThat(replay.trips().all()).extracting(Trip::orderId).containsExactly(StableId.of("ab-1"));
    assertThat(replay.trips().unusable()).isEqualTo(4);
    assertThat(events.stream().filter(OrderStep.class::isInstance)).hasSize(7);
  }

  @Test
  void refusesPingsOfWhichNoneHasATime() throws IOException {
    ReplaySettings empty = new RecordingFixture().trip("ab-1", "ab", NOON, NOON + 1).write(folder);

    assertThatThrownBy(() -> new CabReplay(empty))
        .isInstanceOf(FreshetException.class)
        .hasMessage("%s has no ping with a time; name a recording of cabs", empty.pings());

    ReplaySettings timeless =
        new RecordingFixture().ping(row -> row.append("cab", "ab")).write(folder);
    assertThatThrownBy(() -> new CabReplay(timeless))
        .isInstanceOf(FreshetException.class)
        .hasMessage("%s has no ping with a time; name a recording of cabs", timeless.pings());
  }

  @Test
  void refusesDaysThatWereNotRecorded() throws IOException {
    ReplaySettings whole = new RecordingFixture().ping("ab", NOON, 0).write(folder);

    assertThatThrownBy(() -> new CabReplay(days(whole, MONDAY.plusDays(9), MONDAY.plusDays(9))))
        .isInstanceOf(FreshetException.class)
        .hasMessage(
            "%s has no ping in that time; its first local day is 2008-05-19", whole.pings());
    assertThatThrownBy(() -> new CabReplay(days(whole, MONDAY, MONDAY.minusDays(1))))
        .isInstanceOf(FreshetException.class)
        .hasMessage("from is 2008-05-19 and to is 2008-05-18; from must not be later");
  }

  @Test
  void refusesFilesThatAreNoRecording() throws IOException {
    ReplaySettings files = new RecordingFixture().ping("ab", NOON, 0).write(folder);
    Path text = Files.writeString(folder.resolve("note.txt"), "not Parquet at all");

    assertThatThrownBy(() -> new CabReplay(ReplaySettings.whole(files.trips(), files.trips())))
        .isInstanceOf(FreshetException.class)
        .hasMessage("%s has no column ts", files.trips());
    assertThatThrownBy(() -> new CabReplay(ReplaySettings.whole(files.pings(), files.pings())))
        .isInstanceOf(FreshetException.class)
        .hasMessageContaining("no column trip_id, no column pickup_ts");
    assertThatThrownBy(() -> new CabReplay(ReplaySettings.whole(text, files.trips())))
        .isInstanceOf(FreshetException.class)
        .hasMessageStartingWith("Cannot read %s as Parquet", text);
    assertThatThrownBy(
            () -> new CabReplay(ReplaySettings.whole(folder.resolve("none"), files.trips())))
        .isInstanceOf(FreshetException.class)
        .hasMessage("There is no file %s", folder.resolve("none"));
  }

  private List<SimulatedEvent> replay(RecordingFixture fixture) throws IOException {
    return drain(open(fixture));
  }

  private CabReplay open(RecordingFixture fixture) throws IOException {
    return new CabReplay(fixture.write(folder));
  }

  private static ReplaySettings days(ReplaySettings files, LocalDate from, LocalDate to) {
    return new ReplaySettings(files.pings(), files.trips(), Optional.of(from), Optional.of(to));
  }

  private static List<SimulatedEvent> drain(CabReplay replay) {
    List<SimulatedEvent> events = new ArrayList<>();
    try (replay) {
      while (replay.advance()) {
        events.add(replay.event());
      }
    }

    return events;
  }

  private static String summary(SimulatedEvent event) {
    if (event instanceof OrderStep step) {
      return step.state().code() + (step.provenance() == Provenance.INVENTED ? "?" : "");
    }
    if (event instanceof Ping ping) {
      return ping.orderId().isPresent() ? "ping with order" : "ping";
    }

    return "market";
  }
}
