package io.freshet.bench.serve.state;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.simulator.publish.EventPublisher;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** Has the dashers of active orders tell where they are, one after the other, until it is ended. */
final class SteadyPings implements AutoCloseable {
  private static final double NANOS = 1e9;

  private final ActiveOrders orders;
  private final EventPublisher publisher;
  private final int rate;
  private final AtomicBoolean isOver = new AtomicBoolean();
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final Future<?> sending;

  /**
   * @param rate pings a second
   */
  SteadyPings(ActiveOrders orders, EventPublisher publisher, int rate) {
    this.orders = orders;
    this.publisher = publisher;
    this.rate = rate;
    this.sending = thread.submit(this::send);
  }

  private void send() {
    long begin = System.nanoTime();
    for (long i = 0; !isOver.get(); i++) {
      long due = begin + Math.round(i * NANOS / rate);
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      publisher.send(orders.ping((int) (i % orders.count()), Instant.now()));
    }
    publisher.flush();
  }

  /** Returns when all are in Kafka. */
  void end() {
    isOver.set(true);
    try {
      sending.get();
    } catch (ExecutionException e) {
      throw new FreshetException(Fault.DEPENDENCY, "Pings can't be sent", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FreshetException(Fault.CALLER, "Interrupted", e);
    }
  }

  @Override
  public void close() {
    isOver.set(true);
    thread.shutdown();
  }
}
