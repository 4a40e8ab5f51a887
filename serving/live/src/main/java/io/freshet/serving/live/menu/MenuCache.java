package io.freshet.serving.live.menu;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Tells menus from copies. While Postgres answers, none that it tells is older than {@link
 * MenuTimes#stale}; while it does not, whatever copy there is, with its age. Thread-safe.
 */
final class MenuCache {
  /** Who reads orders must find a place beside those who wait for menus. */
  private static final int MOST_WAITING = 500;

  private final MenuMemory memory;
  private final MenuLoads loads;
  private final MenuTimes times;
  private final InstantSource clock;
  private final MenuMetrics metrics;
  private final AtomicInteger waiting = new AtomicInteger();

  MenuCache(
      MenuMemory memory,
      MenuLoads loads,
      MenuTimes times,
      InstantSource clock,
      MenuMetrics metrics) {
    this.memory = memory;
    this.loads = loads;
    this.times = times;
    this.clock = clock;
    this.metrics = metrics;
  }

  CompletionStage<MenuReading> read(MenuKey key) {
    Optional<HeldMenu> held = memory.menu(key);
    if (held.isEmpty()) {
      return memory.unknownAt(key).map(loads::isFresh).orElse(false)
          ? CompletableFuture.completedFuture(counted(new MenuReading.None()))
          : awaited(key);
    }
    Instant now = clock.instant();
    boolean isAsked = held.get().isDue(now, times.fresh());
    // While Postgres is away nobody waits for what there is a copy of.
    if (isAsked && isStale(held.get(), now) && !loads.isPostgresAway()) {
      return awaited(key);
    }
    if (isAsked) {
      CompletableFuture<Optional<HeldMenu>> unused = loads.load(key);
    }

    return CompletableFuture.completedFuture(counted(told(held.get())));
  }

  /**
   * There is said to be a newer one. Where nobody has read it of late, it may wait until somebody
   * does.
   */
  void heard(MenuKey key, long version) {
    metrics.hint();
    memory.forgetUnknown(key);
    if (memory.menu(key).filter(held -> held.menu().version() < version).isPresent()) {
      CompletableFuture<Optional<HeldMenu>> unused = loads.load(key, version);
    }
  }

  private CompletionStage<MenuReading> awaited(MenuKey key) {
    if (waiting.incrementAndGet() > MOST_WAITING) {
      waiting.decrementAndGet();

      return CompletableFuture.completedFuture(counted(whatThereIs(key)));
    }

    return loads
        .load(key)
        .copy()
        .orTimeout(times.patience().toMillis(), TimeUnit.MILLISECONDS)
        .handle(
            (menu, failure) -> {
              waiting.decrementAndGet();
              if (failure == null) {
                return counted(menu.map(this::told).orElseGet(MenuReading.None::new));
              }
              if (MenuLoads.cause(failure) instanceof TimeoutException) {
                loads.postgresIsSlow();
              }

              return counted(whatThereIs(key));
            });
  }

  private MenuReading whatThereIs(MenuKey key) {
    return memory.menu(key).map(this::told).orElseGet(MenuReading.Away::new);
  }

  private MenuReading told(HeldMenu held) {
    Instant now = clock.instant();

    return new MenuReading.Told(held.menu(), held.asOf(), held.age(now), isStale(held, now));
  }

  private boolean isStale(HeldMenu held, Instant now) {
    return held.age(now).compareTo(times.stale()) > 0;
  }

  private MenuReading counted(MenuReading reading) {
    metrics.read(reading);

    return reading;
  }
}
