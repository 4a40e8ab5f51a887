package io.freshet.simulator.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.simulator.event.EventSource;
import io.freshet.simulator.event.GeoPoint;
import io.freshet.simulator.event.Ping;
import io.freshet.simulator.event.SimulatedEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class EventRunTest {
  private static final long SECOND = 1_000_000;
  private static final long START = 1_211_180_400 * SECOND;

  private final HandTurnedClock clock = new HandTurnedClock(1_800_000_000 * SECOND);
  private final CollectingSink sink = new CollectingSink();
  private final List<Progress> told = new ArrayList<>();

  @Test
  void sendsEverythingAtItsPace() {
    Progress end = run(pingEachSecond(61), Speed.parse("10"), told::add).run();

    assertThat(sink.events).hasSize(61);
    assertThat(sink.flushes).isEqualTo(1);
    assertThat(clock.sleptMicros()).isEqualTo(6 * SECOND);
    assertThat(end.elapsed()).isEqualTo(Duration.ofSeconds(6));
    assertThat(end.eventTime()).contains(Instant.ofEpochSecond(1_211_180_460));
    assertThat(end.deliveries().sent()).isEqualTo(Map.of("dasher_pings", 61L));
    assertThat(end.share()).isEqualTo(1);
  }

  @Test
  void tellsItsProgressEachSecondEvenWhileItWaits() {
    run(pingEachSecond(101), Speed.LIVE, told::add).run();

    assertThat(told).hasSizeBetween(98, 100);
    Progress halfWay = told.get(49);
    assertThat(halfWay.left().orElseThrow().toSeconds()).isBetween(47L, 53L);
    assertThat(halfWay.eventsPerSecond()).isBetween(.9, 1.1);
  }

  @Test
  void stopsWhenTold() {
    EventRun[] run = new EventRun[1];
    run[0] = run(pingEachSecond(1_000), Speed.LIVE, progress -> run[0].stop());
    Progress end = run[0].run();

    assertThat(end.events()).isLessThan(5);
    assertThat(sink.flushes).isEqualTo(1);
  }

  @Test
  void takesAnInterruptForAStopAndKeepsIt() {
    EventRun run =
        run(pingEachSecond(1_000), Speed.LIVE, progress -> Thread.currentThread().interrupt());
    Progress end = run.run();

    assertThat(end.events()).isLessThan(5);
    assertThat(Thread.interrupted()).isTrue();
  }

  private EventRun run(EventSource source, Speed speed, ProgressListener listener) {
    return new EventRun(source, sink, Pacer.fromFirstEvent(speed, clock), clock, listener);
  }

  private static EventSource pingEachSecond(int count) {
    return new EventSource() {
      private int given;

      @Override
      public boolean advance() {
        return given++ < count;
      }

      @Override
      public SimulatedEvent event() {
        return new Ping(
            "here", 1, OptionalLong.empty(), new GeoPoint(1, 2), dueMicros(), OptionalInt.empty());
      }

      @Override
      public long dueMicros() {
        return START + (given - 1) * SECOND;
      }

      @Override
      public double share() {
        return (given - 1) / (double) count;
      }

      @Override
      public void close() {}
    };
  }
}
