package io.freshet.bench.serve.steps;

import io.freshet.bench.serve.LiveOrder;
import io.freshet.bench.serve.OrderTokens;
import io.freshet.simulator.orders.OrderCalls;
import io.freshet.simulator.orders.OrderCalls.Call;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Orders that make a step each few seconds, one after the other at a steady rate, each with a
 * customer who watches from its creation on. Whoever was not answered yet leaves its turn out.
 */
final class SteppingOrders implements AutoCloseable {
  /** Of each order; the first is its creation. */
  static final List<String> STATES =
      List.of(
          "created",
          "confirmed",
          "preparing",
          "ready",
          "dasher_assigned",
          "picked_up",
          "delivered");

  /** Between two steps of one order. */
  private static final Duration PACE = Duration.ofSeconds(5);

  private static final int MARKETS = 6;
  private static final int THREADS = 2;
  private static final long FIRST_DASHER = 1_000_000;
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(30);

  private final int rate;
  private final OrderCalls calls;
  private final URI live;
  private final OrderTokens tokens;
  private final HttpClient client;
  private final List<Turn> turns = new ArrayList<>();
  private final Queue<Accepted> accepted = new ConcurrentLinkedQueue<>();
  private final Queue<String> troubles = new ConcurrentLinkedQueue<>();
  private final AtomicLong leftOut = new AtomicLong();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final ExecutorService threads;
  private int next;

  /** A step that the order service has made, and by whom it is watched. */
  record Accepted(StepTimes.Step step, long micros, StepWatcher watcher) {}

  /**
   * @param rate steps a second
   * @param orders where the order service is
   * @param live where the live server is
   */
  SteppingOrders(int rate, URI orders, String token, URI live, OrderTokens tokens) {
    this.rate = rate;
    this.live = live;
    this.tokens = tokens;
    this.threads = Executors.newFixedThreadPool(THREADS);
    this.client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(threads).build();
    this.calls = new OrderCalls(client, orders::toString, token);
    for (int i = 0; i < rate * PACE.toSeconds(); i++) {
      turns.add(new Turn("bench_" + i % MARKETS, FIRST_DASHER + i));
    }
  }

  void begin() {
    ScheduledFuture<?> unused =
        clock.scheduleAtFixedRate(
            this::turn, 0, TimeUnit.SECONDS.toNanos(1) / rate, TimeUnit.NANOSECONDS);
  }

  private void turn() {
    turns.get(next).step();
    next = (next + 1) % turns.size();
  }

  /** Whether any customer was shown anything. */
  boolean isAnythingShown() {
    return accepted.stream().anyMatch(each -> !each.watcher().arrivedMicros().isEmpty());
  }

  /** Steps that their customer has seen, or a newer one. */
  long shown() {
    return accepted.stream().filter(SteppingOrders::isShown).count();
  }

  boolean isAllShown() {
    return accepted.stream().allMatch(SteppingOrders::isShown);
  }

  private static boolean isShown(Accepted each) {
    return each.watcher().arrivedMicros().ceilingKey(each.step().version()) != null;
  }

  /** No step is made any more; returns when all are answered. */
  void end() throws InterruptedException {
    clock.shutdown();
    boolean unused = clock.awaitTermination(LAST_ANSWERS.toSeconds(), TimeUnit.SECONDS);
    long end = System.nanoTime() + LAST_ANSWERS.toNanos();
    while (turns.stream().anyMatch(Turn::isBusy) && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  /** All that were accepted so far, each but creations, which nobody can watch. */
  List<Accepted> accepted() {
    return List.copyOf(accepted);
  }

  /** Turns at which an order had not been answered yet. */
  long leftOut() {
    return leftOut.get();
  }

  /** What should not have been: refusals, broken connections. */
  List<String> troubles() {
    List<String> all = new ArrayList<>(troubles);
    accepted.stream()
        .map(Accepted::watcher)
        .distinct()
        .map(StepWatcher::trouble)
        .flatMap(Optional::stream)
        .forEach(all::add);

    return all;
  }

  @Override
  public void close() {
    clock.shutdownNow();
    threads.shutdownNow();
  }

  /** One order after the other. */
  private final class Turn {
    private final String market;
    private final long dasher;
    private Optional<Watched> order = Optional.empty();
    private int version;
    private boolean isBusy;

    private record Watched(LiveOrder order, StepWatcher watcher) {}

    Turn(String market, long dasher) {
      this.market = market;
      this.dasher = dasher;
    }

    synchronized boolean isBusy() {
      return isBusy;
    }

    /** Makes the next step of the order, or the next order; does not wait. */
    synchronized void step() {
      if (isBusy) {
        leftOut.incrementAndGet();

        return;
      }
      isBusy = true;
      CompletableFuture<Void> made = order.isEmpty() ? create() : step(order.get(), version);
      CompletableFuture<Void> unused = made.whenComplete((done, failure) -> end(failure));
    }

    private CompletableFuture<Void> create() {
      StepWatcher watcher = new StepWatcher(STATES.size());

      return make(Call.creation(market))
          .thenCompose(
              number -> {
                Watched made = new Watched(new LiveOrder(market, number), watcher);

                return watch(made).thenAccept(socket -> begun(made));
              });
    }

    private CompletableFuture<WebSocket> watch(Watched made) {
      URI address =
          URI.create(
              "ws://%s%s/live?token=%s"
                  .formatted(live.getAuthority(), made.order().path(), tokens.of(made.order())));

      return client.newWebSocketBuilder().buildAsync(address, made.watcher());
    }

    private synchronized void begun(Watched made) {
      order = Optional.of(made);
      version = 1;
    }

    private CompletableFuture<Void> step(Watched watched, int from) {
      return make(Call.step(watched.order().orderId(), from, STATES.get(from), dasher))
          .thenAccept(number -> accept(watched, from + 1));
    }

    /** The order's number, once it is made or has made its step. */
    private CompletableFuture<Long> make(Call call) {
      return calls.send(call).thenApply(answer -> OrderCalls.order(call, answer));
    }

    private synchronized void accept(Watched watched, int made) {
      accepted.add(
          new Accepted(
              new StepTimes.Step(watched.order(), made),
              ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()),
              watched.watcher()));
      version = made;
      if (made == STATES.size()) {
        order = Optional.empty();
      }
    }

    private synchronized void end(Throwable failure) {
      isBusy = false;
      if (failure != null) {
        troubles.add(String.valueOf(failure.getMessage()));
        order = Optional.empty();
      }
    }
  }
}
