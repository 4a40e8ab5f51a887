package io.freshet.serving.live.menu;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MenuCacheTest {
  private static final MenuKey KEY = new MenuKey("oslo", 7);
  private static final Duration FRESH = Duration.ofSeconds(10);
  private static final Duration STALE = Duration.ofSeconds(60);
  private static final Duration LONG = Duration.ofHours(1);
  private static final int READERS = 400;

  private final ManualClock clock = new ManualClock();
  private final InMemoryMenus postgres = new InMemoryMenus();
  private final InMemoryCopies redis = new InMemoryCopies();
  private final Queue<Runnable> questions = new ArrayDeque<>();
  private final MenuCache cache = cache(questions::add);

  private MenuCache cache(Executor threads) {
    MenuMetrics metrics = new MenuMetrics(new SimpleMeterRegistry());
    MenuMemory memory = new MenuMemory(8 << 20);
    MenuLoads loads = new MenuLoads(memory, redis, postgres, threads, FRESH, clock, metrics);
    MenuTimes times = new MenuTimes(FRESH, STALE, Duration.ofSeconds(30), Duration.ofDays(1));

    return new MenuCache(memory, loads, times, clock, metrics);
  }

  @Test
  void hundredsWhoAskForOneMenuAtOnceAskPostgresOnce() throws Exception {
    ExecutorService readers = Executors.newFixedThreadPool(16);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    MenuCache shared = cache(threads);
    postgres.put(KEY, 1);
    postgres.hold();

    List<Future<CompletableFuture<MenuReading>>> asked =
        IntStream.range(0, READERS)
            .mapToObj(i -> readers.submit(() -> shared.read(KEY).toCompletableFuture()))
            .toList();
    List<CompletableFuture<MenuReading>> readings = new ArrayList<>();
    for (Future<CompletableFuture<MenuReading>> each : asked) {
      readings.add(each.get(1, TimeUnit.MINUTES));
    }
    assertThat(readings).noneMatch(CompletableFuture::isDone);
    postgres.release();

    for (CompletableFuture<MenuReading> each : readings) {
      assertThat(version(each.get(1, TimeUnit.MINUTES))).isEqualTo(1);
    }
    assertThat(postgres.questions()).isEqualTo(1);
    readers.shutdown();
    threads.shutdown();
  }

  @Test
  void whileItIsFreshNobodyIsAsked() {
    hold(1);
    postgres.put(KEY, 2);

    clock.pass(FRESH.minusMillis(1));

    assertThat(told()).isEqualTo(new Seen(1, FRESH.minusMillis(1), false));
    assertThat(questions).isEmpty();
  }

  @Test
  void whenItIsOlderItIsToldAtOnceAndPostgresIsAskedBehind() {
    hold(1);
    postgres.put(KEY, 2);

    clock.pass(FRESH);

    assertThat(told()).isEqualTo(new Seen(1, FRESH, false));
    assertThat(told().version()).isEqualTo(1);
    assertThat(questions).as("of two readers").hasSize(1);
    answer();
    assertThat(told()).isEqualTo(new Seen(2, Duration.ZERO, false));
  }

  @Test
  void nobodyIsToldAnOlderOneThanPromisedWhilePostgresAnswers() {
    hold(1);
    postgres.put(KEY, 2);

    clock.pass(LONG);
    CompletableFuture<MenuReading> reading = read();

    assertThat(reading).isNotDone();
    answer();
    assertThat(version(reading.join())).isEqualTo(2);
  }

  @Test
  void anUnchangedMenuIsFreshAgain() {
    hold(1);

    clock.pass(LONG);
    CompletableFuture<MenuReading> reading = read();
    answer();

    assertThat(seen(reading.join())).isEqualTo(new Seen(1, Duration.ZERO, false));
  }

  @Test
  void whilePostgresIsAwayWhatThereIsIsToldWithItsAge() {
    hold(1);
    postgres.goAway();

    clock.pass(LONG);
    CompletableFuture<MenuReading> first = read();
    answer();

    assertThat(seen(first.join())).isEqualTo(new Seen(1, LONG, true));
    // Now that it is known, nobody waits, and nobody asks.
    assertThat(told()).isEqualTo(new Seen(1, LONG, true));
    assertThat(questions).isEmpty();
  }

  @Test
  void onceItIsBackOneQuestionIsEnough() {
    hold(1);
    postgres.goAway();
    clock.pass(LONG);
    CompletableFuture<MenuReading> first = read();
    answer();
    assertThat(first).isDone();

    postgres.put(KEY, 2);
    postgres.comeBack();
    clock.pass(Duration.ofSeconds(1));

    assertThat(told().version()).isEqualTo(1);
    answer();
    assertThat(told()).isEqualTo(new Seen(2, Duration.ZERO, false));
    assertThat(postgres.questions()).as("the first, in vain, and then").isEqualTo(3);
  }

  @Test
  void whatNobodyHasCannotBeToldWhilePostgresIsAway() {
    postgres.goAway();
    CompletableFuture<MenuReading> reading = read();
    answer();

    assertThat(reading.join()).isInstanceOf(MenuReading.Away.class);
  }

  @Test
  void aDatabaseThatLagsBehindBringsNothingBack() {
    hold(2);
    postgres.put(KEY, 1);

    clock.pass(LONG);
    CompletableFuture<MenuReading> reading = read();
    answer();

    assertThat(seen(reading.join())).isEqualTo(new Seen(2, LONG, true));
    assertThat(told().version()).isEqualTo(2);
    assertThat(questions).as("it is asked at its time and not by each reader").isEmpty();
  }

  @Test
  void aRestaurantWithoutAMenuIsRememberedForAWhile() {
    CompletableFuture<MenuReading> reading = read();
    answer();
    assertThat(reading.join()).isInstanceOf(MenuReading.None.class);

    assertThat(read().join()).isInstanceOf(MenuReading.None.class);
    assertThat(postgres.questions()).isEqualTo(1);

    postgres.put(KEY, 1);
    clock.pass(FRESH);
    CompletableFuture<MenuReading> later = read();
    answer();
    assertThat(version(later.join())).isEqualTo(1);
  }

  @Test
  void theFirstMenuOfARestaurantIsHeardOf() {
    read();
    answer();
    postgres.put(KEY, 1);

    cache.heard(KEY, 1);
    CompletableFuture<MenuReading> reading = read();
    answer();

    assertThat(version(reading.join())).isEqualTo(1);
  }

  @Test
  void aChangeThatIsHeardOfIsLoadedThoughTheCopyIsFresh() {
    hold(1);
    postgres.put(KEY, 2);

    cache.heard(KEY, 2);
    answer();

    assertThat(told().version()).isEqualTo(2);
    cache.heard(KEY, 2);
    cache.heard(new MenuKey("oslo", 8), 5);
    assertThat(questions).as("what is known, and what nobody reads").isEmpty();
  }

  @Test
  void aChangeThatIsHeardOfWhileAnOlderAnswerIsOnItsWayIsAskedForAfterIt() {
    hold(1);
    clock.pass(FRESH);
    told();
    Runnable early = questions.remove();
    cache.heard(KEY, 2);
    assertThat(questions).isEmpty();

    early.run(); // finds version 1 still
    postgres.put(KEY, 2);
    answer();

    assertThat(told().version()).isEqualTo(2);
  }

  @Test
  void theCopyOfAnotherServerIsEnough() {
    hold(1);
    MenuCache other = cache(questions::add);

    assertThat(version(other.read(KEY).toCompletableFuture().join())).isEqualTo(1);
    assertThat(postgres.questions()).isEqualTo(1);
  }

  @Test
  void aServerThatStartsWhilePostgresIsAwayTellsTheCopyOfAnother() {
    hold(1);
    clock.pass(LONG);
    postgres.goAway();
    MenuCache other = cache(questions::add);

    CompletableFuture<MenuReading> reading = other.read(KEY).toCompletableFuture();
    answer();

    assertThat(seen(reading.join())).isEqualTo(new Seen(1, LONG, true));
  }

  @Test
  void aCopyWithATimeThatIsYetToComeIsNotTrusted() {
    redis.keep(KEY, HeldMenu.asOf(clock.instant().plus(LONG), InMemoryMenus.menu(1)));
    postgres.put(KEY, 2);

    CompletableFuture<MenuReading> reading = read();
    answer();

    assertThat(version(reading.join())).isEqualTo(2);
  }

  @Test
  void whoeverWouldWaitBesideTooManyDoesNotWait() {
    postgres.put(KEY, 1);
    for (int i = 0; i < 500; i++) {
      assertThat(read()).isNotDone();
    }

    assertThat(read().join()).isInstanceOf(MenuReading.Away.class);
    answer();
    assertThat(told().version()).isEqualTo(1);
  }

  @Test
  void withoutRedisPostgresIsAsked() {
    redis.goAway();
    hold(1);

    assertThat(told().version()).isEqualTo(1);
  }

  @Test
  void whoeverFindsNoPlaceToAskIsToldWhatThereIs() {
    MenuCache full =
        cache(
            question -> {
              throw new RejectedExecutionException("full");
            });

    assertThat(full.read(KEY).toCompletableFuture().join()).isInstanceOf(MenuReading.Away.class);
    hold(1);
    clock.pass(LONG);
    assertThat(seen(full.read(KEY).toCompletableFuture().join()))
        .isEqualTo(new Seen(1, LONG, true));
  }

  @Test
  void menusThatAreGoneAreNotTold() {
    hold(1);
    postgres.remove(KEY);
    clock.pass(LONG);
    CompletableFuture<MenuReading> reading = read();
    answer();

    assertThat(reading.join()).isInstanceOf(MenuReading.None.class);
  }

  private record Seen(long version, Duration age, boolean isStale) {}

  /** A copy of that version, of now. */
  private void hold(long version) {
    postgres.put(KEY, version);
    CompletableFuture<MenuReading> reading = read();
    answer();
    assertThat(version(reading.join())).isEqualTo(version);
  }

  private CompletableFuture<MenuReading> read() {
    return cache.read(KEY).toCompletableFuture();
  }

  /** What is told without a wait. */
  private Seen told() {
    CompletableFuture<MenuReading> reading = read();
    assertThat(reading).isDone();

    return seen(reading.join());
  }

  private void answer() {
    while (!questions.isEmpty()) {
      questions.remove().run();
    }
  }

  private static Seen seen(MenuReading reading) {
    MenuReading.Told told = (MenuReading.Told) reading;

    return new Seen(told.menu().version(), told.age(), told.isStale());
  }

  private static long version(MenuReading reading) {
    return seen(reading).version();
  }
}
