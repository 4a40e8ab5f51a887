package io.freshet.serving.live.watch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EtaConditionTest {
  private static final Duration STALE_AFTER = Duration.ofSeconds(30);
  private static final Duration BEAT = Duration.ofSeconds(5);

  private final FakeClock clock = new FakeClock();
  private final AtomicInteger changes = new AtomicInteger();
  private final EtaCondition eta = new EtaCondition(STALE_AFTER, clock, changes::incrementAndGet);

  @Test
  void isNotSilentAsLongAsHeartbeatsCome() {
    for (int i = 0; i < 20; i++) {
      eta.read(beat(clock.instant()));
      clock.pass(BEAT);
      eta.look();
    }

    assertThat(eta.silentSince()).isEmpty();
    assertThat(changes).hasValue(0);
  }

  @Test
  void isSilentSinceTheLastOneAndNoLongerWithTheNext() {
    eta.read(beat(FakeClock.START));
    clock.pass(STALE_AFTER);
    eta.read(beat(FakeClock.START));
    assertThat(eta.silentSince()).isEmpty();

    clock.pass(Duration.ofSeconds(1));
    eta.look();
    eta.look();
    assertThat(eta.silentSince()).contains(FakeClock.START);
    assertThat(changes).hasValue(1);

    eta.read(beat(FakeClock.START.plusSeconds(31)));
    assertThat(eta.silentSince()).isEmpty();
    assertThat(changes).hasValue(2);
  }

  @Test
  void whoComesWhileItIsSilentFindsItSo() {
    Instant before = FakeClock.START.minusSeconds(300);

    eta.read(beat(before));

    assertThat(eta.silentSince()).contains(before);
  }

  @Test
  void anotherClockOfTheJobDoesNotMatterOnceTwoWereSeen() {
    Instant slow = FakeClock.START.minusSeconds(300);
    eta.read(beat(slow));

    for (int i = 1; i < 20; i++) {
      clock.pass(BEAT);
      eta.read(beat(slow.plus(BEAT.multipliedBy(i))));
      assertThat(eta.silentSince()).isEmpty();
    }
  }

  @Test
  void aHeartbeatFromTheFutureIsNoOlderThanNow() {
    eta.read(beat(FakeClock.START.plusSeconds(3600)));

    clock.pass(STALE_AFTER.plusSeconds(1));
    eta.look();

    assertThat(eta.silentSince()).contains(FakeClock.START);
  }

  @Test
  void whoHasNeverSeenOneWaitsForNone() {
    eta.read(Optional.empty());
    clock.pass(Duration.ofDays(1));
    eta.read(Optional.of("a text of somebody else".getBytes(UTF_8)));

    assertThat(eta.silentSince()).isEmpty();
  }

  @Test
  void oneThatRedisHasLostIsMissedForADay() {
    eta.read(beat(FakeClock.START));

    clock.pass(Duration.ofHours(23));
    eta.read(Optional.empty());
    assertThat(eta.silentSince()).contains(FakeClock.START);

    clock.pass(Duration.ofHours(1));
    eta.read(Optional.empty());
    assertThat(eta.silentSince()).isEmpty();
  }

  @Test
  void noSilenceIsTooLongWhereNoneIsAskedFor() {
    EtaCondition never = new EtaCondition(Duration.ZERO, clock, changes::incrementAndGet);
    never.read(beat(FakeClock.START));

    clock.pass(Duration.ofHours(1));
    never.look();

    assertThat(never.silentSince()).isEmpty();
  }

  private static Optional<byte[]> beat(Instant at) {
    return Optional.of(
        "{\"event_time_ms\":%d,\"event_time\":\"%s\"}"
            .formatted(at.toEpochMilli(), at)
            .getBytes(UTF_8));
  }
}
