package io.freshet.testing.e2e;

import io.freshet.local.Modules;
import io.freshet.simulator.orders.OrderCalls;
import io.freshet.simulator.orders.OrderCalls.Call;
import io.freshet.testing.servers.ServerProcess;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.awaitility.Awaitility;

/**
 * An order service in a process of its own, and clients that take one order after the other to its
 * end. What is not answered as done they send again with the same key.
 */
final class OrderService implements AutoCloseable {
  /** Of each order. */
  static final List<String> STATES =
      List.of(
          "created",
          "confirmed",
          "preparing",
          "dasher_assigned",
          "dasher_assigned",
          "ready",
          "cancelled");

  /** Of an order that somebody brings. */
  private static final List<String> ON_THE_WAY =
      List.of("created", "confirmed", "preparing", "dasher_assigned", "ready", "picked_up");

  /** Named {@code m0}, {@code m1} and so on. */
  static final int MARKETS = 6;

  static final String TOKEN = "a-token-of-the-tests";
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final long PAUSE_NANOS = 50_000_000;
  private final Path folder;
  private final Map<String, String> profile;
  private final AtomicReference<String> url = new AtomicReference<>();
  private final OrderCalls calls = new OrderCalls(HttpClient.newHttpClient(), url::get, TOKEN);
  private final AtomicInteger done = new AtomicInteger();
  private final ExecutorService clients = Executors.newCachedThreadPool();
  private final AtomicInteger sentAgain = new AtomicInteger();
  private final ConcurrentSkipListSet<String> told = new ConcurrentSkipListSet<>();
  private volatile boolean isOver;
  private ServerProcess server;

  /**
   * @param folder for logs and profiles
   * @param postgres what the service must know of its database
   */
  OrderService(Path folder, Map<String, String> postgres) {
    this.folder = folder;
    this.profile = new HashMap<>(postgres);
    profile.put("orders.token", TOKEN);
    profile.put("orders.port", "0");
  }

  void start() {
    server =
        ServerProcess.start(
            "io.freshet.serving.orders.OrdersServer",
            Modules.around(Path.of(""), System.getenv()).classPath("serving/orders"),
            "128m",
            folder,
            profile);
    url.set(server.url());
  }

  String url() {
    return url.get();
  }

  /** SIGKILL. */
  void kill() {
    server.kill();
  }

  /** Lets clients take orders until {@link #end}. */
  void takeOrders(int several) {
    takeOrders(several, Duration.ZERO, order -> {});
  }

  /**
   * The same at a pace.
   *
   * @param pause before each step but the first
   * @param created is told each order that was made
   */
  void takeOrders(int several, Duration pause, Consumer<Made> created) {
    for (int client = 0; client < several; client++) {
      int market = client % MARKETS;
      Future<?> unused =
          clients.submit(
              () -> {
                while (!isOver) {
                  takeOrder(market, pause, created);
                }
              });
    }
  }

  /**
   * Lets pairs of clients take orders until {@link #end}: both make an order by the same key, and
   * then each wants to be the one who makes its next step.
   */
  void race(int pairs) {
    for (int pair = 0; pair < pairs; pair++) {
      int market = pair % MARKETS;
      String keys = UUID.randomUUID().toString();
      for (int rival = 0; rival < 2; rival++) {
        Future<?> unused =
            clients.submit(
                () -> {
                  for (int i = 0; !isOver; i++) {
                    raceForOrder(market, keys + "-" + i);
                  }
                });
      }
    }
  }

  private void raceForOrder(int market, String key) {
    Call creation = Call.creation("m" + market, key);
    long order = OrderCalls.order(creation, untilAnswered(creation, OrderCalls.MADE));
    note(order, 1, STATES.get(0));
    for (int version = 1; version < STATES.size(); version++) {
      String state = STATES.get(version);
      Call step = Call.step(order, version, state, version);
      HttpResponse<String> answer =
          untilAnswered(step, OrderCalls.MADE, OrderCalls.ANOTHER_WAS_FIRST);
      if (answer.statusCode() == OrderCalls.MADE) {
        note(order, version + 1, state);
      }
    }
  }

  private void note(long order, int version, String state) {
    if (told.add("%d %d %s".formatted(order, version, state))) {
      done.incrementAndGet();
    }
  }

  /** What racing clients were told is made: {@code order version state}, each once. */
  Set<String> told() {
    return told;
  }

  /** Requests that were not answered, or by 503. */
  int sentAgain() {
    return sentAgain.get();
  }

  /** An order that is there. */
  record Made(String market, long order) {}

  /** Lets one be picked up by a dasher, where it stays; it is none of those that are done. */
  Made pickUp(int market, long dasher) {
    long order = create(market);
    for (int version = 1; version < ON_THE_WAY.size(); version++) {
      step(order, version, ON_THE_WAY.get(version), dasher);
    }

    return new Made("m" + market, order);
  }

  /** Ends one that was picked up. */
  void deliver(Made order, long dasher) {
    step(order.order(), ON_THE_WAY.size(), "delivered", dasher);
  }

  private long create(int market) {
    Call creation = Call.creation("m" + market);

    return OrderCalls.order(creation, untilAnswered(creation, OrderCalls.MADE));
  }

  private void step(long order, int version, String state, long dasher) {
    HttpResponse<String> unused =
        untilAnswered(Call.step(order, version, state, dasher), OrderCalls.MADE);
  }

  /** Takes one from its creation to its end. */
  void takeOrder(int market) {
    takeOrder(market, Duration.ZERO, order -> {});
  }

  private void takeOrder(int market, Duration pause, Consumer<Made> created) {
    long order = create(market);
    done.incrementAndGet();
    created.accept(new Made("m" + market, order));
    for (int version = 1; version < STATES.size(); version++) {
      LockSupport.parkNanos(pause.toNanos());
      step(order, version, STATES.get(version), version);
      done.incrementAndGet();
    }
  }

  private HttpResponse<String> untilAnswered(Call call, Integer... wanted) {
    try {
      return calls.untilAnswered(call, this::pause, wanted);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void pause() {
    sentAgain.incrementAndGet();
    LockSupport.parkNanos(PAUSE_NANOS);
  }

  /** Steps that were answered as made. */
  int done() {
    return done.get();
  }

  void awaitMore(int steps) {
    int before = done();
    Awaitility.await().atMost(PATIENCE).until(() -> done() >= before + steps);
  }

  /** Returns when each client has taken its last order to its end. */
  void end() {
    isOver = true;
    clients.shutdown();
    Awaitility.await().atMost(PATIENCE).until(clients::isTerminated);
  }

  @Override
  public void close() {
    isOver = true;
    clients.shutdownNow();
    if (server != null) {
      server.close();
    }
  }
}
