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

  private static final Optional<byte[]> NOT_BEHIND = Optional.empty();

  private final FakeClock clock = new FakeClock();
  private final AtomicInteger changes = new AtomicInteger();
  private final EtaCondition eta = new EtaCondition(STALE_AFTER, clock, changes::incrementAndGet);

  @Test
  void isNotSilentAsLongAsHeartbeatsCome() {
    for (int i = 0; i < 20; i++) {
      eta.read(beat(clock.instant()), NOT_BEHIND);
      clock.pass(BEAT);
      eta.look();
    }

    assertThat(eta.staleSince()).isEmpty();
    assertThat(changes).hasValue(0);
  }

  @Test
  void isSilentSinceTheLastOneAndNoLongerWithTheNext() {
    eta.read(beat(FakeClock.START), NOT_BEHIND);
    clock.pass(STALE_AFTER);
    eta.read(beat(FakeClock.START), NOT_BEHIND);
    assertThat(eta.staleSince()).isEmpty();

    clock.pass(Duration.ofSeconds(1));
    eta.look();
    eta.look();
    assertThat(eta.staleSince()).contains(FakeClock.START);
    assertThat(changes).hasValue(1);

    eta.read(beat(FakeClock.START.plusSeconds(31)), NOT_BEHIND);
    assertThat(eta.staleSince()).isEmpty();
    assertThat(changes).hasValue(2);
  }

  @Test
  void whoComesWhileItIsSilentFindsItSo() {
    Instant before = FakeClock.START.minusSeconds(300);

    eta.read(beat(before), NOT_BEHIND);

    assertThat(eta.staleSince()).contains(before);
  }

  @Test
  void anotherClockOfTheJobDoesNotMatterOnceTwoWereSeen() {
    Instant slow = FakeClock.START.minusSeconds(300);
    eta.read(beat(slow), NOT_BEHIND);

    for (int i = 1; i < 20; i++) {
      clock.pass(BEAT);
      eta.read(beat(slow.plus(BEAT.multipliedBy(i))), NOT_BEHIND);
      assertThat(eta.staleSince()).isEmpty();
    }
  }

  @Test
  void aHeartbeatFromTheFutureIsNoOlderThanNow() {
    eta.read(beat(FakeClock.START.plusSeconds(3600)), NOT_BEHIND);

    clock.pass(STALE_AFTER.plusSeconds(1));
    eta.look();

    assertThat(eta.staleSince()).contains(FakeClock.START);
  }

  @Test
  void whoHasNeverSeenOneWaitsForNone() {
    eta.read(Optional.empty(), NOT_BEHIND);
    clock.pass(Duration.ofDays(1));
    eta.read(Optional.of("a text of somebody else".getBytes(UTF_8)), NOT_BEHIND);

    assertThat(eta.staleSince()).isEmpty();
  }

  @Test
  void oneThatRedisHasLostIsMissedForADay() {
    eta.read(beat(FakeClock.START), NOT_BEHIND);

    clock.pass(Duration.ofHours(23));
    eta.read(Optional.empty(), NOT_BEHIND);
    assertThat(eta.staleSince()).contains(FakeClock.START);

    clock.pass(Duration.ofHours(1));
    eta.read(Optional.empty(), NOT_BEHIND);
    assertThat(eta.staleSince()).isEmpty();
  }

  @Test
  void noSilenceIsTooLongWhereNoneIsAskedFor() {
    EtaCondition never = new EtaCondition(Duration.ZERO, clock, changes::incrementAndGet);
    never.read(beat(FakeClock.START), behind(60_000));

    clock.pass(Duration.ofHours(1));
    never.look();

    assertThat(never.staleSince()).isEmpty();
  }

  @Test
  void isBehindAsLongAsItSaysSo() {
    eta.read(beat(FakeClock.START), behind(85_000));
    assertThat(eta.staleSince()).contains(FakeClock.START.minusSeconds(85));

    clock.pass(BEAT);
    eta.read(beat(clock.instant()), behind(80_000));
    assertThat(eta.staleSince()).contains(FakeClock.START.minusSeconds(75));
    assertThat(changes).hasValue(1);

    eta.read(beat(clock.instant()), NOT_BEHIND);
    assertThat(eta.staleSince()).isEmpty();
    assertThat(changes).hasValue(2);
  }

  @Test
  void oneThatWasBehindAndIsSilentIsSilent() {
    eta.read(beat(FakeClock.START), behind(85_000));
    clock.pass(STALE_AFTER.plusSeconds(1));
    eta.read(beat(FakeClock.START), NOT_BEHIND);

    assertThat(eta.staleSince()).contains(FakeClock.START);
    assertThat(changes).hasValue(1);
  }

  private static Optional<byte[]> behind(long millis) {
    return Optional.of(
        "{\"event_time_ms\":1,\"behind_ms\":%d,\"event_time\":\"1970\"}"
            .formatted(millis)
            .getBytes(UTF_8));
  }

  private static Optional<byte[]> beat(Instant at) {
    return Optional.of(
        "{\"event_time_ms\":%d,\"event_time\":\"%s\"}"
            .formatted(at.toEpochMilli(), at)
            .getBytes(UTF_8));
  }
}
