package io.freshet.console.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReadingsTest {
  private static final Duration GOOD_FOR = Duration.ofSeconds(10);

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-29T12:00:00Z"));
  private final AtomicInteger reads = new AtomicInteger();
  private final AtomicReference<RuntimeException> failure = new AtomicReference<>();

  private Integer read(String key) {
    if (failure.get() != null) {
      throw failure.get();
    }

    return reads.incrementAndGet();
  }

  @Test
  void readsOnceForAsLongAsItIsGood() {
    Readings<String, Integer> readings = atOnce();

    readings.of("a");
    now.set(now.get().plusSeconds(9));
    assertThat(readings.of("a").value()).contains(1);

    now.set(now.get().plusSeconds(2));
    assertThat(readings.of("a").value()).contains(2);
  }

  @Test
  void remembersWhatWasKnownWhenItCantBeReadAnyMore() {
    Readings<String, Integer> readings = atOnce();
    Instant first = now.get();
    readings.of("a");
    failure.set(new IllegalStateException("The catalog is away"));
    now.set(first.plusSeconds(60));

    Reading<Integer> stale = readings.of("a");

    assertThat(stale.value()).contains(1);
    assertThat(stale.at()).contains(first);
    assertThat(stale.failure()).contains("The catalog is away");
  }

  @Test
  void saysWhyNothingIsKnown() {
    failure.set(new IllegalStateException("There is no such table"));

    Reading<Integer> reading = atOnce().of("a");

    assertThat(reading.value()).isEmpty();
    assertThat(reading.failure()).contains("There is no such table");
    assertThat(reading.isPending()).isFalse();
  }

  @Test
  void whoeverLooksDoesNotWaitForASlowOneAndItIsReadOnlyOnce() {
    Deque<Runnable> waiting = new ArrayDeque<>();
    Readings<String, Integer> readings =
        new Readings<>(this::read, 10, pace(Duration.ZERO), waiting::add, now::get);

    assertThat(readings.of("a").isPending()).isTrue();
    assertThat(readings.of("a").isPending()).isTrue();
    assertThat(waiting).hasSize(1);

    waiting.remove().run();
    assertThat(readings.of("a").value()).contains(1);
  }

  @Test
  void whoeverBeginsWithAllWaitsForAllAtOnce() {
    int things = 10;
    Duration patience = Duration.ofMillis(200);
    Deque<Runnable> never = new ArrayDeque<>();
    List<Readings<String, Integer>> slow =
        Stream.<Readings<String, Integer>>generate(
                () -> new Readings<>(this::read, 10, pace(patience), never::add, now::get))
            .limit(things)
            .toList();
    slow.forEach(each -> each.begin("a"));
    long begin = System.nanoTime();

    assertThat(slow).allSatisfy(each -> assertThat(each.of("a").isPending()).isTrue());

    Duration waited = Duration.ofNanos(System.nanoTime() - begin);
    assertThat(waited).isBetween(patience.dividedBy(2), patience.multipliedBy(things / 2));
    assertThat(never).hasSize(things);
  }

  @Test
  void beginsOnlyWithWhatIsDue() {
    Readings<String, Integer> readings = atOnce();

    readings.begin("a");
    readings.begin("a");
    assertThat(readings.of("a").value()).contains(1);

    now.set(now.get().plus(GOOD_FOR));
    readings.begin("a");
    assertThat(readings.of("a").value()).contains(2);
    assertThat(reads).hasValue(2);
  }

  private Readings<String, Integer> atOnce() {
    return new Readings<>(this::read, 10, pace(Duration.ofSeconds(5)), Runnable::run, now::get);
  }

  private static Readings.Pace pace(Duration patience) {
    return new Readings.Pace(GOOD_FOR, patience);
  }
}
