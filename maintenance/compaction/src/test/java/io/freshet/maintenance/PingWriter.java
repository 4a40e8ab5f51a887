package io.freshet.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Commits a file to a {@link PingTable} again and again, until it is closed. */
final class PingWriter implements AutoCloseable {
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final AtomicInteger commits = new AtomicInteger();
  private final Future<?> appending;

  private PingWriter(PingTable pings, Duration interval) {
    this.appending =
        thread.scheduleAtFixedRate(
            () -> {
              pings.commits(1, PingTable.DAY);
              commits.incrementAndGet();
            },
            0,
            interval.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  static PingWriter start(PingTable pings, Duration interval) {
    return new PingWriter(pings, interval);
  }

  /** Returns once it has committed so many more. */
  void awaitMore(int more) {
    int enough = commits.get() + more;
    await().atMost(Duration.ofMinutes(1)).until(() -> commits.get() >= enough);
  }

  boolean hasFailed() {
    return appending.isDone();
  }

  int commits() {
    return commits.get();
  }

  @Override
  public void close() throws InterruptedException {
    thread.shutdown();
    assertThat(thread.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
  }
}
