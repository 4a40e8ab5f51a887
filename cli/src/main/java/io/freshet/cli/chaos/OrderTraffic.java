package io.freshet.cli.chaos;

import io.freshet.core.toolkit.FreshetException;
import io.freshet.simulator.orders.OrderCalls;
import io.freshet.simulator.orders.OrderCalls.Call;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Clients of the order service that take one order after the other to its end. What is not answered
 * as done they send again, with the same key.
 */
final class OrderTraffic implements AutoCloseable {
  private static final List<String> STATES =
      List.of("created", "confirmed", "preparing", "dasher_assigned", "ready", "cancelled");

  private static final int CLIENTS = 3;
  private static final long MILLIS_BETWEEN_STEPS = 500;
  private static final Duration LAST_ORDERS = Duration.ofMinutes(5);

  private static final long DASHER = 7;

  private final OrderCalls calls;
  private final List<OrderStep> answered = Collections.synchronizedList(new ArrayList<>());
  private final List<Future<?>> clients = new ArrayList<>();
  private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
  private volatile boolean isOver;

  /**
   * @param address where the service is now
   */
  OrderTraffic(Supplier<String> address, String token) {
    this.calls =
        new OrderCalls(
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(), address, token);
  }

  void start() {
    for (int client = 0; client < CLIENTS; client++) {
      int market = client;
      clients.add(
          threads.submit(
              () -> {
                while (!isOver) {
                  takeOrder(market);
                }

                return null;
              }));
    }
  }

  private void takeOrder(int market) throws InterruptedException {
    Call creation = Call.creation("m" + market);
    long order = OrderCalls.order(creation, untilMade(creation));
    answered.add(new OrderStep(order, 1, STATES.get(0)));
    for (int version = 1; version < STATES.size(); version++) {
      Thread.sleep(MILLIS_BETWEEN_STEPS);
      String state = STATES.get(version);
      HttpResponse<String> unused = untilMade(Call.step(order, version, state, DASHER));
      answered.add(new OrderStep(order, version + 1, state));
    }
  }

  private HttpResponse<String> untilMade(Call call) throws InterruptedException {
    return calls.untilAnswered(call, () -> Thread.sleep(MILLIS_BETWEEN_STEPS), OrderCalls.MADE);
  }

  /** Steps that were answered as made. */
  List<OrderStep> answered() {
    synchronized (answered) {
      return List.copyOf(answered);
    }
  }

  /**
   * Lets each client take its order to the end.
   *
   * @throws FreshetException what a client was told that it should not have been
   */
  void end() throws Exception {
    isOver = true;
    for (Future<?> client : clients) {
      try {
        Object unused = client.get(LAST_ORDERS.toSeconds(), TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        throw e.getCause() instanceof FreshetException known ? known : e;
      }
    }
  }

  @Override
  public void close() {
    isOver = true;
    threads.shutdownNow();
  }
}
