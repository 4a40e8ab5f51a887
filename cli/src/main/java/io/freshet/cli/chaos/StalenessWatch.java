package io.freshet.cli.chaos;

import io.freshet.cli.Patience;
import io.freshet.cli.Workspace;
import io.freshet.cli.story.Backlog;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Looks every two seconds for how long the oldest event waits that no table shows yet. While Kafka
 * or the catalog can't be asked, the last answer goes on growing old.
 */
final class StalenessWatch implements AutoCloseable {
  private static final Duration BETWEEN = Duration.ofSeconds(2);

  private final Workspace workspace;
  private final CompletableFuture<Void> work;
  private volatile boolean isOver;
  private volatile Optional<Instant> waitingSince = Optional.empty();
  private volatile Duration longest = Duration.ZERO;

  private StalenessWatch(Workspace workspace) {
    this.workspace = workspace;
    this.work =
        CompletableFuture.runAsync(this::watch, work -> new Thread(work, "staleness").start());
  }

  static StalenessWatch start(Workspace workspace) {
    return new StalenessWatch(workspace);
  }

  private void watch() {
    try {
      Patience.until(() -> isOver, BETWEEN, this::watchWhileItCanBeAsked);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void watchWhileItCanBeAsked() throws InterruptedException {
    try (Backlog backlog = Backlog.of(workspace)) {
      Patience.until(() -> isOver, BETWEEN, () -> look(backlog));
    } catch (InterruptedException interrupted) {
      throw interrupted;
    } catch (Exception away) { // whatever can't be asked now may say so in any way
      age();
    }
  }

  private void look(Backlog backlog) {
    Supplier<Optional<Instant>> oldest = backlog::oldestWaiting;
    Backlog.told(oldest).ifPresent(told -> waitingSince = told);
    age();
  }

  private void age() {
    Duration now = present();
    longest = now.compareTo(longest) > 0 ? now : longest;
  }

  /** How stale the stalest table is. */
  Duration present() {
    return waitingSince
        .map(since -> Duration.between(since, Instant.now()))
        .filter(age -> !age.isNegative())
        .orElse(Duration.ZERO);
  }

  Duration longest() {
    return longest;
  }

  @Override
  public void close() {
    isOver = true;
    work.join();
  }
}
