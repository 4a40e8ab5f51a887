package io.freshet.serving.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/**
 * Clients that take one order after the other to its end, two of them each order: they make it by
 * the same key, and then each wants to be the one who makes its next step. What is not answered, or
 * answered with 503, they send again with the same key, as the service asks them to.
 */
final class OrderTraffic implements AutoCloseable {
  private static final int RIVALS = 2;
  private static final long PAUSE_NANOS = 50_000_000;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Supplier<OrdersClient> service;
  private final ExecutorService clients;
  private final Set<Long> orders = ConcurrentHashMap.newKeySet();
  private final ConcurrentSkipListSet<String> made = new ConcurrentSkipListSet<>();
  private final AtomicInteger lostRaces = new AtomicInteger();
  private final AtomicInteger sentAgain = new AtomicInteger();
  private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
  private volatile boolean isOver;

  private OrderTraffic(Supplier<OrdersClient> service, int clients) {
    this.service = service;
    this.clients = Executors.newFixedThreadPool(clients);
  }

  /**
   * @param service where it is now
   * @param clients an even number
   */
  static OrderTraffic start(Supplier<OrdersClient> service, int clients) {
    OrderTraffic traffic = new OrderTraffic(service, clients);
    for (int pair = 0; pair < clients / RIVALS; pair++) {
      String keys = UUID.randomUUID().toString();
      for (int rival = 0; rival < RIVALS; rival++) {
        Future<?> unused = traffic.clients.submit(() -> traffic.run(keys));
      }
    }

    return traffic;
  }

  private void run(String keys) {
    try {
      for (int i = 0; !isOver; i++) {
        takeOneToItsEnd(keys + "-" + i);
      }
    } catch (RuntimeException | AssertionError e) {
      failures.add(e.toString());
    }
  }

  private void takeOneToItsEnd(String creation) {
    Answer created =
        untilAnswered(client -> client.create(OrderTexts.order("traffic"), creation), 201);
    orders.add(created.order());
    note(created, creation);
    int version = 1;
    for (String body : Course.USUAL) {
      String key = UUID.randomUUID().toString();
      int before = version++;
      Answer step =
          untilAnswered(client -> client.step(created.order(), before, body, key), 201, 412);
      if (step.status() == 201) {
        note(step, key);
      } else {
        lostRaces.incrementAndGet();
      }
    }
  }

  private void note(Answer answer, String key) {
    made.add("%d %d %s %s".formatted(answer.order(), answer.version(), answer.state(), key));
  }

  private Answer untilAnswered(Function<OrdersClient, Answer> request, Integer... statuses) {
    while (true) {
      try {
        Answer answer = request.apply(service.get());
        if (List.of(statuses).contains(answer.status())) {
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

  /** Steps, with those that made an order, that were answered as made. */
  int done() {
    failures.forEach(
        failure -> {
          throw new AssertionError(failure);
        });

    return made.size();
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

  /** What was answered as made is there, once, and nothing else is. */
  void assertComplete(OrdersDatabase database) throws SQLException {
    assertThat(sentAgain()).as("requests that a failure has hit").isPositive();
    assertThat(lostRaces.get()).as("races lost").isPositive();
    List<String> steps =
        database.texts(
            """
            select concat_ws(' ', order_id, order_version, state, idempotency_key)
            from order_steps""");
    assertThat(steps.stream().sorted().toList()).isEqualTo(List.copyOf(made));
    assertThat(database.count("select count(*) from orders")).isEqualTo(orders.size());
    assertThat(
            database.texts(
                """
                select distinct string_agg(state, ' ' order by order_version)
                from order_steps group by order_id"""))
        .containsExactly(Course.USUAL_STATES);
    assertThat(
            database.texts(
                """
                select distinct string_agg(order_version::text, ' ' order by order_version)
                from order_steps group by order_id"""))
        .containsExactly("1 2 3 4 5 6 7");
    assertThat(database.texts("select distinct order_version || ' ' || state from orders"))
        .containsExactly("7 delivered");
  }

  @Override
  public void close() {
    isOver = true;
    clients.shutdownNow();
  }
}
