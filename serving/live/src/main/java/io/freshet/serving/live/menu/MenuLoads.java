package io.freshet.serving.live.menu;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Brings menus into memory: from Redis, if another server has asked of late, else from Postgres.
 * However many ask for one, it is loaded once at a time. Thread-safe.
 */
final class MenuLoads {
  /** Redis answers in less, or does not help. */
  private static final Duration COPY_TIMEOUT = Duration.ofMillis(300);

  private final MenuMemory memory;
  private final MenuCopies copies;
  private final MenuSource source;
  private final Executor threads;
  private final Duration fresh;
  private final InstantSource clock;
  private final MenuMetrics metrics;
  private final Breaker redis;
  private final Breaker postgres;
  private final Map<MenuKey, Load> running = new ConcurrentHashMap<>();

  /**
   * One that is under way.
   *
   * @param least version that is to be found
   * @param menu empty when the restaurant has none
   */
  private record Load(long least, CompletableFuture<Optional<HeldMenu>> menu) {}

  /**
   * @param threads that wait for Postgres; they may refuse
   */
  MenuLoads(
      MenuMemory memory,
      MenuCopies copies,
      MenuSource source,
      Executor threads,
      Duration fresh,
      InstantSource clock,
      MenuMetrics metrics) {
    this.memory = memory;
    this.copies = copies;
    this.source = source;
    this.threads = threads;
    this.fresh = fresh;
    this.clock = clock;
    this.metrics = metrics;
    this.redis = new Breaker("redis", clock);
    this.postgres = new Breaker("postgres", clock);
  }

  /** The menu, empty when the restaurant has none; fails when nobody can say. */
  CompletableFuture<Optional<HeldMenu>> load(MenuKey key) {
    return load(key, 0);
  }

  /** The same, of that version or a later one if there is one. */
  CompletableFuture<Optional<HeldMenu>> load(MenuKey key, long least) {
    Load mine = new Load(least, new CompletableFuture<>());
    Load other = running.putIfAbsent(key, mine);
    if (other == null) {
      CompletionStage<Optional<HeldMenu>> unused =
          find(key, least)
              .whenComplete(
                  (found, failure) -> {
                    running.remove(key);
                    if (failure == null) {
                      mine.menu.complete(found);
                    } else {
                      mine.menu.completeExceptionally(failure);
                    }
                  });

      return mine.menu;
    }

    return other.least >= least
        ? other.menu
        // It may have asked too early.
        : other.menu.handle((found, failure) -> found).thenCompose(done -> load(key, least));
  }

  boolean isPostgresAway() {
    return postgres.isBroken();
  }

  /** Somebody has waited for Postgres in vain. */
  void postgresIsSlow() {
    postgres.failed("it does not answer in time");
  }

  private CompletionStage<Optional<HeldMenu>> find(MenuKey key, long least) {
    // The one before may have ended between a reader's look into memory and now.
    if (isKnown(key, least)) {
      return CompletableFuture.completedFuture(memory.menu(key));
    }

    return copy(key)
        .thenCompose(
            copy -> {
              Optional<HeldMenu> known = copy.map(found -> memory.keep(key, found));
              if (known.isEmpty()) {
                known = memory.menu(key);
              }

              return known.filter(menu -> isGood(menu, least)).isPresent()
                  ? CompletableFuture.completedFuture(known)
                  : ask(key, known);
            });
  }

  private boolean isKnown(MenuKey key, long least) {
    return memory.menu(key).map(menu -> isGood(menu, least)).orElse(false)
        || memory.unknownAt(key).map(this::isFresh).orElse(false);
  }

  private boolean isGood(HeldMenu menu, long least) {
    return menu.menu().version() >= least && !menu.isDue(clock.instant(), fresh);
  }

  /** Whether that was a moment ago. */
  boolean isFresh(Instant time) {
    return Duration.between(time, clock.instant()).compareTo(fresh) < 0;
  }

  /** Redis is no more than a help: without it Postgres is asked. */
  private CompletionStage<Optional<HeldMenu>> copy(MenuKey key) {
    if (!redis.mayTry()) {
      return CompletableFuture.completedFuture(Optional.empty());
    }

    return copies
        .read(key)
        .toCompletableFuture()
        .orTimeout(COPY_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
        .handle(
            (copy, failure) -> {
              if (failure != null) {
                redis.failed(String.valueOf(failure));
                metrics.copy("failed");

                return Optional.empty();
              }
              redis.worked();
              metrics.copy(copy.isPresent() ? "found" : "none");

              return copy.map(this::plausible);
            });
  }

  /** A time that is yet to come is of a clock that is wrong: then Postgres is to be asked. */
  private HeldMenu plausible(HeldMenu copy) {
    Instant now = clock.instant();

    return copy.asOf().isAfter(now) ? HeldMenu.asOf(now.minus(fresh), copy.menu()) : copy;
  }

  private CompletionStage<Optional<HeldMenu>> ask(MenuKey key, Optional<HeldMenu> known) {
    if (!postgres.mayTry()) {
      return CompletableFuture.failedFuture(away("Postgres does not answer"));
    }
    try {
      return CompletableFuture.supplyAsync(() -> answer(key, known), threads);
    } catch (RejectedExecutionException full) {
      return CompletableFuture.failedFuture(away("Too many ask Postgres for menus"));
    }
  }

  private Optional<HeldMenu> answer(MenuKey key, Optional<HeldMenu> known) {
    Instant asked = clock.instant();
    Optional<Menu> menu;
    try {
      menu = known.isPresent() ? source.read(key, known.get().menu()) : source.read(key);
    } catch (RuntimeException e) {
      postgres.failed(e.getMessage());
      metrics.query("failed");
      throw e;
    }
    postgres.worked();
    metrics.query(menu.isPresent() ? "found" : "none");
    if (menu.isEmpty()) {
      memory.keepUnknown(key, asked);

      return Optional.empty();
    }

    return Optional.of(keep(key, HeldMenu.asOf(asked, menu.get())));
  }

  /** In memory, and in Redis for the other servers. */
  HeldMenu keep(MenuKey key, HeldMenu menu) {
    HeldMenu kept = memory.keep(key, menu);
    if (redis.mayTry()) {
      CompletionStage<Void> unused =
          copies
              .keep(key, kept)
              .whenComplete(
                  (done, failure) -> {
                    if (failure == null) {
                      redis.worked();
                    } else {
                      redis.failed(String.valueOf(failure));
                    }
                  });
    }

    return kept;
  }

  private static FreshetException away(String why) {
    return new FreshetException(Fault.DEPENDENCY, why);
  }

  /** What stands behind a failure of a stage. */
  static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
