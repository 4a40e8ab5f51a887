package io.freshet.cli.story;

import io.freshet.cli.live.LiveOrders;
import io.freshet.cli.output.Amounts;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.local.Platform;
import io.freshet.simulator.run.Progress;
import io.freshet.simulator.run.ProgressListener;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Lets events flow while it shows what becomes of them, heals what dies, and notes when the first
 * ETA appeared.
 */
final class LiveRun {
  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

  /** While the catalog or Kafka is away. */
  private static final String UNTOLD = "?";

  private final Supplier<List<String>> healer;
  private final Backlog backlog;
  private final LiveOrders orders;
  private final PrintWriter out;
  private final long startNanos;
  private volatile Optional<Progress> latest = Optional.empty();
  private Optional<Duration> firstEta = Optional.empty();
  private CompletableFuture<List<String>> healing = CompletableFuture.completedFuture(List.of());

  /**
   * @param healer starts again what has died, and names it
   */
  LiveRun(
      Supplier<List<String>> healer,
      Backlog backlog,
      LiveOrders orders,
      PrintWriter out,
      long startNanos) {
    this.healer = healer;
    this.backlog = backlog;
    this.orders = orders;
    this.out = out;
    this.startNanos = startNanos;
  }

  static Supplier<List<String>> healer(Platform platform) {
    return () -> platform.heal(io.freshet.local.ProgressListener.SILENT);
  }

  /** What is done at each look, with the share of the work that is done. */
  interface Between {
    void look(double share) throws InterruptedException;
  }

  /**
   * Runs to the end of the events.
   *
   * @param work sends events and tells the listener how far it has come
   * @param between runs at each look
   */
  <T> T run(Function<ProgressListener, T> work, Between between) throws InterruptedException {
    CompletableFuture<T> sending =
        CompletableFuture.supplyAsync(() -> work.apply(progress -> latest = Optional.of(progress)));
    while (true) {
      try {
        sending.get(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException stillSending) {
        between.look(latest.map(Progress::share).orElse(0.0));
        heal();
        show();
        continue;
      } catch (ExecutionException failed) {
        // Told below, with its cause.
      }

      return outcome(sending);
    }
  }

  /**
   * Looks for what has died and starts it again, beside the run: Flink takes a while to be back,
   * and events go on meanwhile.
   */
  void heal() throws InterruptedException {
    if (!healing.isDone()) {
      return;
    }
    settle();
    healing = CompletableFuture.supplyAsync(healer);
  }

  /** Whether nothing is being healed: what dies while something is may be overlooked. */
  boolean isSettled() {
    return healing.isDone();
  }

  /** Returns when nothing is being healed any more, and says what was. */
  void settle() throws InterruptedException {
    List<String> dead = outcome(healing);
    healing = CompletableFuture.completedFuture(List.of());
    if (!dead.isEmpty()) {
      out.println("  restarted " + String.join(", ", dead));
      out.flush();
    }
  }

  private static <T> T outcome(CompletableFuture<T> work) throws InterruptedException {
    try {
      return work.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof FreshetException known
          ? known
          : new CompletionException(e.getCause());
    }
  }

  private void show() {
    List<LiveOrders.LiveOrder> some = orders.some(2);
    noteFirstEta(some);
    latest.ifPresent(
        progress ->
            out.printf(
                Locale.ROOT,
                "%6.1f s  %11s events  %9s/s  %9s to commit, oldest %6s  %s%s%n",
                seconds(),
                Amounts.count(progress.events()),
                Amounts.count(Math.round(progress.eventsPerSecond())),
                waiting(),
                staleness(),
                progress.left().map(left -> Amounts.age(left) + " left").orElse(""),
                progress.behind().toSeconds() > 5
                    ? "  (%s behind its pace)".formatted(Amounts.age(progress.behind()))
                    : ""));
    some.forEach(order -> out.println("          " + order.describe(Instant.now())));
    out.flush();
  }

  private String waiting() {
    return Backlog.told(backlog::records).map(Amounts::count).orElse(UNTOLD);
  }

  /** How long the oldest event waits that no table shows yet: how stale the stalest table is. */
  private String staleness() {
    return Backlog.told(backlog::oldestWaiting)
        .map(
            oldest ->
                oldest
                    .map(since -> Amounts.age(Duration.between(since, Instant.now())))
                    .orElse("-"))
        .orElse(UNTOLD);
  }

  /** Looks once more, for runs that were shorter than a look. */
  void noteFirstEta(List<LiveOrders.LiveOrder> some) {
    if (firstEta.isEmpty() && !some.isEmpty()) {
      firstEta = Optional.of(Duration.ofNanos(System.nanoTime() - startNanos));
    }
  }

  Optional<Duration> firstEta() {
    return firstEta;
  }

  private double seconds() {
    return (System.nanoTime() - startNanos) / 1e9;
  }
}
