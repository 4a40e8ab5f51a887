package io.freshet.simulator.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.freshet.simulator.event.OrderState;
import io.freshet.simulator.event.OrderStep;
import io.freshet.simulator.event.Ping;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The real recording; it may not be published, so that clones lack it. See DEVELOPMENT.md. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class RecordedCabsIT {
  private Path pings;
  private Path trips;

  @BeforeEach
  void needTheRecording() {
    String folder = System.getenv("FRESHET_CABS");
    assumeTrue(
        folder != null,
        "FRESHET_CABS names no folder with pings.parquet and trips.parquet: left out");
    pings = Path.of(folder, "pings.parquet");
    trips = Path.of(folder, "trips.parquet");
    assertThat(pings).exists();
    assertThat(trips).exists();
  }

  @Test
  void playsEachRowOnceAndInOrder() {
    Map<LocalDate, Long> pingsByDay = new TreeMap<>();
    Map<Long, Integer> versions = new HashMap<>();
    Map<OrderState, Long> steps = new HashMap<>();
    long before = Long.MIN_VALUE;
    try (CabReplay replay = new CabReplay(ReplaySettings.whole(pings, trips))) {
      while (replay.advance()) {
        assertThat(replay.event().eventMicros()).isGreaterThanOrEqualTo(before);
        before = replay.event().eventMicros();
        if (replay.event() instanceof Ping ping) {
          pingsByDay.merge(CabRecording.localDay(ping.eventMicros() / 1_000_000), 1L, Long::sum);
        } else if (replay.event() instanceof OrderStep step) {
          assertThat(versions.merge(step.order().orderId(), 1, Integer::sum))
              .isEqualTo(step.version());
          steps.merge(step.state(), 1L, Long::sum);
        }
      }

      assertThat(replay.counts())
          .isEqualTo(new ReplayCounts(2_374_184, 1_037_119, 2_601, 0, 7 * 94_359, 5 * 94_359));
      assertThat(replay.share()).isEqualTo(1);
    }

    assertThat(pingsByDay.values())
        .containsExactly(477_668L, 442_977L, 456_453L, 493_382L, 503_704L);
    assertThat(versions).hasSize(94_359);
    assertThat(steps).allSatisfy((state, count) -> assertThat(count).isEqualTo(94_359));
  }

  @Test
  void confirmsTheKnownErrorOfTheConstantMedian() {
    RecordedTrips recorded = RecordedTrips.read(trips);
    EtaBaseline baseline = EtaBaseline.of(recorded);

    assertThat(recorded.all()).hasSize(94_359);
    assertThat(recorded.all().stream().filter(Trip::isClean)).hasSize(89_988);
    assertThat(baseline.remainingAtPickup()).isEqualTo(Duration.ofSeconds(536));
    assertThat(baseline.meanAbsoluteErrorSeconds(baseline.judged())).isCloseTo(310, within(.5));
  }
}
