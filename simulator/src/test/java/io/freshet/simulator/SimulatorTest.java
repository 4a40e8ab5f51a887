package io.freshet.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.simulator.marketplace.MarketplaceSettings;
import io.freshet.simulator.publish.CountingSink;
import io.freshet.simulator.run.HandTurnedClock;
import io.freshet.simulator.run.Progress;
import io.freshet.simulator.run.Speed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatorTest {
  private static final Instant NOW = Instant.parse("2026-11-20T18:00:00Z");

  private final HandTurnedClock clock = new HandTurnedClock(NOW.toEpochMilli() * 1_000);
  private final Simulator simulator = new Simulator(new CountingSink(), clock);
  private final List<Progress> told = new ArrayList<>();

  @Test
  void sendsLiveEventsAtTheirTime() {
    Duration duration = Duration.ofSeconds(20);
    Progress end = simulator.simulate(live(duration), Speed.LIVE, told::add).progress();

    // 20 s, and 510 ms ahead to get going.
    assertThat(end.elapsed()).isBetween(duration, duration.plusMillis(510));
    assertThat(end.behind()).isLessThan(Duration.ofMillis(100));
    assertThat(told).hasSizeBetween(19, 20);
    assertThat(end.events())
        .isEqualTo(end.deliveries().sent().values().stream().mapToLong(Long::longValue).sum());
  }

  @Test
  void stopsARunThatIsUnderWay() {
    Progress end =
        simulator
            .simulate(live(Duration.ofHours(1)), Speed.LIVE, progress -> simulator.stop())
            .progress();

    assertThat(end.elapsed()).isLessThan(Duration.ofSeconds(2));
    assertThat(end.share()).isLessThan(.01);
  }

  @Test
  void doesNotBeginWhatWasStoppedBefore() {
    simulator.stop();

    assertThat(simulator.simulate(live(Duration.ofHours(1)), Speed.MAX, told::add).progress())
        .extracting(Progress::events)
        .isEqualTo(0L);
  }

  private static MarketplaceSettings live(Duration duration) {
    return MarketplaceSettings.live(1, 50, NOW, duration);
  }
}
