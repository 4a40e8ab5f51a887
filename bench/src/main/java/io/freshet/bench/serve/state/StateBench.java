package io.freshet.bench.serve.state;

import io.freshet.bench.Countdown;
import io.freshet.bench.Pauses;
import io.freshet.bench.Stage;
import io.freshet.bench.WatchedProcess;
import io.freshet.bench.serve.FreshEta;
import io.freshet.bench.serve.LiveOrder;
import io.freshet.bench.serve.Redis;
import io.freshet.bench.serve.Version;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.local.FlinkApplication;
import io.freshet.simulator.publish.EventPublisher;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the ETA application remembers of active orders: bytes, checkpoints, how long it is away when
 * its TaskManager is killed, and how long Redis takes to be restored when it has lost them all.
 */
public final class StateBench {
  private static final int PINGS_PER_SECOND = 2000;

  /** Half of the time between two checkpoints: as much as is read again on average. */
  private static final Duration AFTER_CHECKPOINT = Duration.ofSeconds(15);

  private static final Duration QUIET = Duration.ofSeconds(10);
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Stage stage;
  private final FlinkApplication eta;
  private final List<String> findings;

  /**
   * @param findings to which counts are added that are not what they must be
   */
  public StateBench(Stage stage, FlinkApplication eta, List<String> findings) {
    this.stage = stage;
    this.eta = eta;
    this.findings = findings;
  }

  /**
   * @param orders that are under way at once
   */
  public StateRun run(int orders) {
    try (FreshEta application = FreshEta.start(stage, eta);
        Redis redis = Redis.of(stage.settings());
        EventPublisher publisher =
            EventPublisher.open(stage.contracts(), stage.kafka(), stage.registry())) {
      FlinkJob job = new FlinkJob(port());
      FlinkJob.Checkpoint empty = job.awaitNext();
      long redisBefore = redis.usedBytes();
      ActiveOrders active = new ActiveOrders(orders, Instant.now());
      send(active, publisher);
      application.awaitAllRead();
      stage.progress().progress("state", "a checkpoint at rest");
      FlinkJob.Checkpoint full = job.awaitNext();
      long redisBytes = redis.usedBytes() - redisBefore;
      check("after its past", redis, active);
      StateRun.Recovered recovered = recover(application, redis, active, publisher, job);
      check("after the kill", redis, active);
      StateRun.Restored restored = restore(redis, active);

      return new StateRun(
          orders, empty.bytes(), full.bytes(), full.millis(), redisBytes, recovered, restored);
    }
  }

  private int port() {
    return stage.platform().status().stream()
        .filter(part -> part.name().equals(eta.jobManager()))
        .findFirst()
        .orElseThrow()
        .port()
        .orElseThrow();
  }

  private void send(ActiveOrders active, EventPublisher publisher) {
    Countdown countdown = new Countdown("state, events", active.pastEvents(), stage.progress());
    AtomicLong sent = new AtomicLong();
    active.past(
        event -> {
          publisher.send(event);
          countdown.at(sent.incrementAndGet());
        });
    publisher.flush();
    if (publisher.deliveries().allRefused() > 0) {
      throw new FreshetException(
          Fault.OURS,
          "%d of the bench's events were refused".formatted(publisher.deliveries().allRefused()));
    }
  }

  /** Redis must show the newest version of every order. */
  private void check(String when, Redis redis, ActiveOrders active) {
    Map<LiveOrder, Version> wanted = active.newest();
    Map<LiveOrder, Version> shown = redis.versions(List.copyOf(wanted.keySet()));
    long right =
        wanted.entrySet().stream()
            .filter(entry -> entry.getValue().equals(shown.get(entry.getKey())))
            .count();
    if (right != wanted.size()) {
      findings.add(
          "state, %s: Redis shows the newest version of %d of %d orders"
              .formatted(when, right, wanted.size()));
    }
  }

  /** Empties Redis while nothing else comes, and has it written again. */
  private StateRun.Restored restore(Redis redis, ActiveOrders active) {
    RedisWork work = new RedisWork(stage);
    redis.empty();
    WatchedProcess.Taken rebuild = work.rebuild();
    check("after the rebuild", redis, active);

    return new StateRun.Restored(rebuild, work.compare());
  }

  private StateRun.Recovered recover(
      FreshEta application,
      Redis redis,
      ActiveOrders active,
      EventPublisher publisher,
      FlinkJob job) {
    Recovery recovery = new Recovery();
    try (StatefulRedisPubSubConnection<String, byte[]> hearing = redis.listen();
        SteadyPings pings = new SteadyPings(active, publisher, PINGS_PER_SECOND)) {
      hearing.addListener(new Ear(recovery));
      String[] channels =
          active.newest().keySet().stream().map(LiveOrder::redisName).toArray(String[]::new);
      hearing.sync().ssubscribe(channels);
      stage.progress().progress("state", "pings come; waiting for a checkpoint");
      FlinkJob.Checkpoint unused = job.awaitNext();
      Pauses.pause(AFTER_CHECKPOINT);
      stage.progress().progress("state", "killing the TaskManager");
      recovery.killed(System.currentTimeMillis());
      stage.platform().kill(eta.taskManager());
      List<String> dead = stage.platform().heal(stage.progress());
      if (!dead.equals(List.of(eta.taskManager()))) {
        findings.add("state: the TaskManager was killed, and dead was %s".formatted(dead));
      }
      awaitEnd(recovery);
      pings.end();
      application.awaitAllRead();

      return new StateRun.Recovered(
          PINGS_PER_SECOND, recovery.firstDocumentSeconds(), recovery.caughtUpSeconds());
    }
  }

  private void awaitEnd(Recovery recovery) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!recovery.isOverSince(System.currentTimeMillis() - QUIET.toMillis())) {
      if (System.nanoTime() > end) {
        throw new FreshetException(
            Fault.DEPENDENCY,
            "The ETA application has not caught up within %d s of being killed; see its log"
                .formatted(PATIENCE.toSeconds()));
      }
      Pauses.pause(LOOK_EVERY);
    }
  }

  /** Hears every change of an order. */
  private static final class Ear extends RedisPubSubAdapter<String, byte[]> {
    private final Recovery recovery;

    Ear(Recovery recovery) {
      this.recovery = recovery;
    }

    @Override
    public void smessage(String channel, byte[] document) {
      long now = System.currentTimeMillis();
      Version.ofDocument(new String(document, StandardCharsets.UTF_8))
          .ifPresent(version -> recovery.told(version.eventMillis(), now));
    }
  }
}
