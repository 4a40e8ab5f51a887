package io.freshet.serving.live.menu;

import io.freshet.core.server.postgres.PostgresSettings;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The menus of all restaurants: written to Postgres, and told from copies, also while Postgres and
 * Redis are away. Thread-safe.
 */
public final class Menus implements AutoCloseable {
  private static final int MOST_QUESTIONS_WAITING = 1000;
  private static final Duration THREAD_LIFE = Duration.ofMinutes(1);

  private final MenuSource source;
  private final ThreadPoolExecutor threads;
  private final MenuLoads loads;
  private final MenuCache cache;
  private final InstantSource clock;
  private final Deque<Runnable> closing = new ArrayDeque<>();

  Menus(
      MenuSource source,
      MenuCopies copies,
      MenuTimes times,
      MenuLimits limits,
      MeterRegistry registry,
      InstantSource clock) {
    MenuMetrics metrics = new MenuMetrics(registry);
    MenuMemory memory = new MenuMemory(limits.memoryBytes());
    MenuTimes ours = sooner(times);
    this.source = source;
    this.clock = clock;
    this.threads = threads(limits.connections());
    this.loads = new MenuLoads(memory, copies, source, threads, ours.fresh(), clock, metrics);
    this.cache = new MenuCache(memory, loads, ours, clock, metrics);
    metrics.watch(memory, loads);
    closing.push(threads::shutdownNow);
  }

  /**
   * Opens them, whether Postgres answers or not.
   *
   * @param redis of which nobody else is kept waiting
   * @throws FreshetException {@code CALLER} when Postgres refuses the login
   */
  public static Menus open(
      PostgresSettings postgres,
      MenuSettings settings,
      RedisClusterAsyncCommands<String, byte[]> redis,
      MeterRegistry registry,
      InstantSource clock) {
    MenuTimes times = settings.times();
    MenuDatabase database =
        MenuDatabase.open(postgres, settings.limits().connections(), times.patience());
    Menus menus =
        new Menus(
            new PostgresMenus(database),
            new RedisMenuCopies(redis, times.life()),
            times,
            settings.limits(),
            registry,
            clock);
    menus.closing.addLast(database::close);
    menus.closing.push(MenuHints.open(database, menus.cache::heard)::close);

    return menus;
  }

  /** Never fails. */
  public CompletionStage<MenuReading> read(MenuKey key) {
    return cache.read(key);
  }

  /** Writes a restaurant's first menu; fails when Postgres is away, and then it may be written. */
  public CompletionStage<MenuWritten> create(MenuKey key, byte[] json) {
    return write(key, () -> source.create(key, json));
  }

  /** Writes another menu in place of that version. */
  public CompletionStage<MenuWritten> replace(MenuKey key, long version, byte[] json) {
    return write(key, () -> source.replace(key, version, json));
  }

  /** Whoever has written reads here what was written. */
  private CompletionStage<MenuWritten> write(MenuKey key, Supplier<MenuWritten> writing) {
    try {
      return CompletableFuture.supplyAsync(
          () -> {
            Instant begun = clock.instant();
            MenuWritten written = writing.get();
            if (written instanceof MenuWritten.Done done) {
              loads.keep(key, HeldMenu.asOf(begun, done.menu()));
            }

            return written;
          },
          threads);
    } catch (RejectedExecutionException full) {
      return CompletableFuture.failedFuture(
          new FreshetException(Fault.DEPENDENCY, "Too many ask Postgres for menus"));
    }
  }

  /**
   * Servers ask at different ages: the first finds the news, the others find it in Redis, and
   * Postgres is asked once for all of them.
   */
  private static MenuTimes sooner(MenuTimes times) {
    double part = ThreadLocalRandom.current().nextDouble(0.8, 1);

    return new MenuTimes(
        Duration.ofMillis(Math.round(times.fresh().toMillis() * part)),
        times.stale(),
        times.patience(),
        times.life());
  }

  private static ThreadPoolExecutor threads(int count) {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            count,
            count,
            THREAD_LIFE.toSeconds(),
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_QUESTIONS_WAITING),
            work -> {
              Thread thread = new Thread(work, "menus");
              thread.setDaemon(true);

              return thread;
            });
    threads.allowCoreThreadTimeOut(true);

    return threads;
  }

  @Override
  public void close() {
    closing.forEach(Runnable::run);
  }
}
