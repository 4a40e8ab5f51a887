package io.freshet.serving.live.watch;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.tracing.Tracing;
import io.freshet.serving.live.redis.Documents;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All orders that are watched through this server. A message is a hint that makes things fast; that
 * each watcher ends at the newest state rests on reading: when its order is first watched, whenever
 * Redis is back, and every few seconds. They are told when nobody can say whether there is
 * something newer: Redis is away, or the job that writes there. Thread-safe.
 */
public final class OrderFeeds implements Documents.Listener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OrderFeeds.class);
  // They never wait: more of them than processors would be of no use.
  private static final int TELLERS = Math.min(4, Runtime.getRuntime().availableProcessors());
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration DRAIN_STEP = Duration.ofMillis(50);
  private static final Duration LAST_GOODBYES = Duration.ofSeconds(3);

  private final Documents documents;
  private final WatchLimits limits;
  private final WatchTimes times;
  private final WatchClock clock;
  private final WatchMetrics metrics;
  private final Map<String, OrderFeed> feeds = new ConcurrentHashMap<>();
  private final Seats seats;
  private final RedisCondition redis = new RedisCondition(this::tellAll);
  private final EtaCondition eta;
  private final FeedReader reader;
  private final Channels channels;
  private final PushTraces traces;
  private final Watcher.Surroundings around;
  private final AtomicInteger healsAsked = new AtomicInteger();
  // Bounded by the number of orders: each has one task here at most.
  private final ExecutorService tellers =
      new ThreadPoolExecutor(
          TELLERS,
          TELLERS,
          0,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          task -> daemon(task, "live-tell"),
          // Of a server that has closed.
          new ThreadPoolExecutor.DiscardPolicy());
  private final ScheduledExecutorService rounds =
      Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "live-rounds"));

  private OrderFeeds(
      Documents documents,
      WatchLimits limits,
      WatchTimes times,
      WatchClock clock,
      WatchMetrics metrics,
      Tracing tracing) {
    this.documents = documents;
    this.limits = limits;
    this.times = times;
    this.clock = clock;
    this.metrics = metrics;
    this.seats = new Seats(limits, clock);
    this.eta = new EtaCondition(times.silence(), clock, this::tellAll);
    this.reader = new FeedReader(documents, clock, metrics);
    this.channels =
        new Channels(
            documents,
            channel -> Optional.ofNullable(feeds.get(channel)),
            this::readFirst,
            tellers);
    this.traces = new PushTraces(documents, clock, tracing, metrics);
    this.around =
        new Watcher.Surroundings(times, clock, this::staleSince, metrics, traces, this::leave);
  }

  /** Begins to listen, and to make its rounds. */
  public static OrderFeeds open(
      Documents documents,
      WatchLimits limits,
      WatchTimes times,
      WatchClock clock,
      WatchMetrics metrics,
      Tracing tracing) {
    OrderFeeds opened = new OrderFeeds(documents, limits, times, clock, metrics, tracing);
    opened.begin();

    return opened;
  }

  private void begin() {
    metrics.gauge("freshet.live.sockets", "Connections of watchers", seats, Seats::taken);
    metrics.gauge("freshet.live.orders", "Orders whose channels are listened to", feeds, Map::size);
    metrics.gauge(
        "freshet.live.redis.up",
        "1 while Redis can be read",
        redis,
        held -> held.awaySince().isEmpty() ? 1 : 0);
    metrics.gauge(
        "freshet.live.eta.up",
        "1 while the ETA job keeps up and its heartbeats come, or none ever did",
        eta,
        held -> held.staleSince().isEmpty() ? 1 : 0);
    documents.listen(this);
    every(TICK, this::tick);
    every(times.healEvery(), this::heal);
    if (traces.isOn()) {
      every(TICK, traces::look);
    }
  }

  public Seats seats() {
    return seats;
  }

  /** Tells the order's state on that connection, and each change, until one of them ends. */
  public Watcher watch(Seats.Seat seat, Outlet outlet) {
    String channel = seat.order().redisName();
    // A feed that is kept for somebody is not forgotten, even while nobody watches yet.
    OrderFeed feed =
        feeds.compute(
            channel,
            (name, held) ->
                (held == null
                        ? new OrderFeed(seat.order(), limits.maxDocumentBytes(), tellers)
                        : held)
                    .keptForOneMore());
    Watcher watcher = new Watcher(feed, outlet, seat, around);
    feed.add(watcher);
    seat.open();
    if (!feed.view().asked()) {
      channels.settle(channel);
    }
    watcher.wake();

    return watcher;
  }

  private void leave(Watcher watcher) {
    watcher.feed().remove(watcher, clock.nanos());
    watcher.seat().giveBack();
  }

  @Override
  public void changed(String channel, byte[] document) {
    metrics.message();
    OrderFeed feed = feeds.get(channel);
    if (feed != null && feed.offer(document, clock.nanos()) == OrderFeed.Offered.UNREADABLE) {
      metrics.unreadable();
    }
  }

  @Override
  public void readable() {
    tellers.execute(this::heal);
  }

  @Override
  public void audible() {
    tellers.execute(() -> feeds.keySet().forEach(channels::settle));
  }

  @Override
  public void inaudible(String channel) {
    if (feeds.containsKey(channel)) { // else it is we who wanted so
      channels.settle(channel);
    }
  }

  @Override
  public void away() {
    if (!rounds.isShutdown()) { // else it is we who go
      redis.away(clock.instant(), "the connection is broken");
    }
  }

  private CompletionStage<Void> readFirst(List<OrderFeed> subscribed) {
    return reader
        .read(subscribed, feed -> {})
        .whenComplete((done, failure) -> noteFailure(failure));
  }

  /** Reads everything that is watched again; once more if that is asked for meanwhile. */
  void heal() {
    if (healsAsked.getAndIncrement() == 0) {
      healOnce();
    }
  }

  private void healOnce() {
    int asked = healsAsked.get();
    channels.retry();
    CompletionStage<Void> unused =
        reader
            .read(List.copyOf(feeds.values()), this::healed)
            .thenCompose(
                done -> documents.read(List.of(EtaCondition.HEARTBEAT, EtaCondition.BEHIND)))
            .thenAccept(found -> eta.read(found.get(0), found.get(1)))
            .whenComplete(
                (done, failure) -> {
                  noteFailure(failure);
                  if (failure == null && healsAsked.get() == asked) {
                    redis.back();
                  }
                  if (!healsAsked.compareAndSet(asked, 0)) {
                    tellers.execute(this::healOnce);
                  }
                });
  }

  /** No message had brought it: perhaps nobody listens there any more. */
  private void healed(OrderFeed feed) {
    metrics.healed();
    channels.settle(feed.key().redisName());
  }

  private void noteFailure(Throwable failure) {
    if (failure != null) {
      redis.away(clock.instant(), String.valueOf(failure.getMessage()));
    }
  }

  /** Since when nobody can say whether there is something newer of any order. */
  public Optional<Instant> staleSince() {
    return redis.awaySince().or(eta::staleSince);
  }

  private void tellAll() {
    feeds.values().forEach(OrderFeed::tell);
  }

  /** What takes too long, and what nobody needs any more. */
  private void tick() {
    seats.tick();
    if (redis.awaySince().isEmpty()) { // else nobody knows how the job is
      eta.look();
    }
    long now = clock.nanos();
    for (OrderFeed feed : feeds.values()) {
      feed.watchers().forEach(Watcher::tick);
      if (feed.isForsaken(now, times.linger().toNanos())) {
        forget(feed.key().redisName(), now);
      }
    }
  }

  private void forget(String channel, long now) {
    feeds.computeIfPresent(
        channel, (name, held) -> held.isForsaken(now, times.linger().toNanos()) ? null : held);
    channels.settle(channel);
  }

  /** Sends everybody away, spread over that time, and nobody gets in any more. */
  public void drain(Duration spread) {
    seats.close();
    List<Watcher> watchers =
        feeds.values().stream().flatMap(feed -> feed.watchers().stream()).toList();
    long steps = Math.max(1, spread.dividedBy(DRAIN_STEP));
    for (int i = 0; i < watchers.size(); i++) {
      Watcher watcher = watchers.get(i);
      ScheduledFuture<?> unused =
          rounds.schedule(
              () -> watcher.end(Ending.RESTART),
              steps * i / watchers.size() * DRAIN_STEP.toMillis(),
              TimeUnit.MILLISECONDS);
    }
    try {
      if (!seats.awaitEmptied(spread.plus(LAST_GOODBYES))) {
        LOG.warn("Some watchers have not gone watchers={}", seats.taken());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FreshetException(Fault.OURS, "Stopped while watchers were being sent away", e);
    }
  }

  @Override
  public void close() {
    rounds.shutdownNow();
    tellers.shutdownNow();
  }

  private void every(Duration period, Runnable round) {
    ScheduledFuture<?> unused =
        rounds.scheduleWithFixedDelay(
            () -> {
              try {
                round.run();
              } catch (RuntimeException e) { // else there would be no further one
                LOG.error("A round failed", e);
              }
            },
            period.toMillis(),
            period.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);

    return thread;
  }
}
