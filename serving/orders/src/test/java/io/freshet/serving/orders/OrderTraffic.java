package io.freshet.serving.orders;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/**
 * Clients that each take one order after the other to its end. What is not answered, or answered
 * with 503, they send again with the same key, as the service asks them to.
 */
final class OrderTraffic implements AutoCloseable {
  private static final long PAUSE_NANOS = 50_000_000;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Supplier<OrdersClient> service;
  private final ExecutorService clients;
  private final AtomicInteger orders = new AtomicInteger();
  private final AtomicInteger done = new AtomicInteger();
  private final AtomicInteger sentAgain = new AtomicInteger();
  private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
  private volatile boolean isOver;

  private OrderTraffic(Supplier<OrdersClient> service, int clients) {
    this.service = service;
    this.clients = Executors.newFixedThreadPool(clients);
  }

  /**
   * @param service where it is now
   */
  static OrderTraffic start(Supplier<OrdersClient> service, int clients) {
    OrderTraffic traffic = new OrderTraffic(service, clients);
    for (int client = 0; client < clients; client++) {
      Future<?> unused = traffic.clients.submit(traffic::run);
    }

    return traffic;
  }

  private void run() {
    try {
      while (!isOver) {
        takeOneToItsEnd();
      }
    } catch (RuntimeException | AssertionError e) {
      failures.add(e.toString());
    }
  }

  private void takeOneToItsEnd() {
    String creation = UUID.randomUUID().toString();
    Answer created = untilDone(client -> client.create(OrderTexts.order("traffic"), creation));
    orders.incrementAndGet();
    int version = 1;
    for (String body : Course.USUAL) {
      String key = UUID.randomUUID().toString();
      int before = version++;
      untilDone(client -> client.step(created.order(), before, body, key));
    }
  }

  private Answer untilDone(Function<OrdersClient, Answer> request) {
    while (true) {
      try {
        Answer answer = request.apply(service.get());
        if (answer.status() == 201) {
          done.incrementAndGet();

          return answer;
        }
        if (answer.status() != 503) {
          throw new IllegalStateException(answer.status() + " " + answer.text());
        }
      } catch (UncheckedIOException again) {
        // It may be done all the same.
      }
      sentAgain.incrementAndGet();
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** Orders and steps that were answered as made. */
  int done() {
    failures.forEach(
        failure -> {
          throw new AssertionError(failure);
        });

    return done.get();
  }

  int orders() {
    return orders.get();
  }

  int sentAgain() {
    return sentAgain.get();
  }

  void awaitMore(int more) {
    int before = done();
    Awaitility.await().atMost(PATIENCE).until(() -> done() >= before + more);
  }

  /** Returns when each client has taken its last order to its end. */
  void end() {
    isOver = true;
    clients.shutdown();
    Awaitility.await().atMost(PATIENCE).until(clients::isTerminated);
    int unused = done();
  }

  @Override
  public void close() {
    isOver = true;
    clients.shutdownNow();
  }
}
