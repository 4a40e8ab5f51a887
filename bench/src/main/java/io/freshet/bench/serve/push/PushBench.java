package io.freshet.bench.serve.push;

import com.sun.management.UnixOperatingSystemMXBean;
import io.freshet.bench.Countdown;
import io.freshet.bench.Pauses;
import io.freshet.bench.ProcessorTimes;
import io.freshet.bench.Stage;
import io.freshet.bench.serve.FreshEta;
import io.freshet.bench.serve.LiveFigures;
import io.freshet.bench.serve.LiveOrder;
import io.freshet.bench.serve.Redis;
import io.freshet.bench.serve.RunningLive;
import io.freshet.bench.serve.Version;
import io.freshet.core.envelope.EventFields;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.local.FlinkApplication;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * How long it takes from Kafka's taking a ping until the customers who watch its order have what it
 * led to: a marketplace whose events come as they happen, the ETA application, Redis, a live
 * server, and WebSockets.
 */
public final class PushBench {
  private static final String PINGS = "dasher_pings";
  private static final String ORDER_EVENTS = "order_events";

  /** As the live server's settings have it. */
  private static final int MOST_SOCKETS_PER_ORDER = 50;

  /** Pings go on after the last one that counts: a newer state may come instead of its own. */
  private static final Duration TAIL = Duration.ofSeconds(10);

  /** Twice the time within which a live server finds by itself what no message has told it. */
  private static final Duration SETTLE = Duration.ofSeconds(10);

  private static final Duration LONGEST_LIMIT = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** For connecting, and for what is slow; the simulator is ended before. */
  private static final Duration MARGIN = Duration.ofMinutes(10);

  /** Dashers tell their positions every four seconds: a quarter are a second old at most. */
  private static final long USUAL_AGE_MILLIS = 2000;

  private static final Duration LONGEST_CATCHING_UP = Duration.ofMinutes(2);
  private static final int ORDERS_LOOKED_AT = 200;

  /** Files that each of the processes has open beside its sockets. */
  private static final int OTHER_FILES = 1000;

  /** Of the wanted rate; with less, what generates the events is what does not keep up. */
  private static final double LEAST_SHARE = 0.9;

  private final Stage stage;
  private final FlinkApplication eta;
  private final Wish wish;
  private final List<String> findings;

  /**
   * What is to be measured.
   *
   * @param catchUp how long to wait for what came at once when the marketplace opened
   * @param warmUp before each measurement, with all sockets connected
   * @param duration of each measurement
   */
  public record Wish(int sockets, Duration catchUp, Duration warmUp, Duration duration) {}

  /**
   * @param findings to which counts are added that are not what they must be
   */
  public PushBench(Stage stage, FlinkApplication eta, Wish wish, List<String> findings) {
    this.stage = stage;
    this.eta = eta;
    this.wish = wish;
    this.findings = findings;
  }

  /** Refuses at once more sockets than a process may have open here. */
  public static void requireFiles(int sockets) {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        && sockets > unix.getMaxFileDescriptorCount() - OTHER_FILES) {
      throw new InvalidSettingException(
          "--sockets",
          sockets,
          "at most %d, as a process may have %d files open; ulimit -n raises that"
              .formatted(
                  unix.getMaxFileDescriptorCount() - OTHER_FILES,
                  unix.getMaxFileDescriptorCount()));
    }
  }

  /**
   * @param rates events a second, one after the other
   */
  public List<PushRun> run(List<Integer> rates) {
    List<PushRun> runs = new ArrayList<>();
    try (RunningLive live = RunningLive.start(stage, wish.sockets());
        Redis redis = Redis.of(stage.settings());
        LogReader pings = new LogReader(stage, stage.contracts().require(PINGS));
        LogReader steps = new LogReader(stage, stage.contracts().require(ORDER_EVENTS))) {
      for (int rate : rates) {
        runs.add(new AtOneRate(rate, live, redis, pings, steps).run());
      }
    }

    return runs;
  }

  /** One of them. Good for one run. */
  private final class AtOneRate {
    private final int rate;
    private final String name;
    private final RunningLive live;
    private final Redis redis;
    private final LogReader pings;
    private final LogReader steps;

    AtOneRate(int rate, RunningLive live, Redis redis, LogReader pings, LogReader steps) {
      this.rate = rate;
      this.name = "push, %,d events/s".formatted(rate);
      this.live = live;
      this.redis = redis;
      this.pings = pings;
      this.steps = steps;
    }

    PushRun run() {
      try (FreshEta application = FreshEta.start(stage, eta)) {
        Map<TopicPartition, Long> before = steps.ends();
        long events = application.events();
        Duration span =
            wish.catchUp().plus(wish.warmUp()).plus(wish.duration()).plus(TAIL).plus(MARGIN);
        try (RunningSimulator simulator = RunningSimulator.start(stage, rate, span)) {
          awaitFirst(application, simulator, events);
          awaitCaughtUp(watched(before), wish.catchUp());
          List<LiveOrder> watched = watched(before);
          try (Watchers watchers = Watchers.connect(stage, live, watched)) {
            stage.pass(name + ", warming up", wish.warmUp());
            awaitCaughtUp(watched, LONGEST_CATCHING_UP);
            Window window = window(simulator, watchers);
            stage.pass(name + ", the last pings", TAIL);
            simulator.end();
            application.awaitAllRead();
            Pauses.pause(SETTLE);

            return result(
                window,
                watched,
                redis.versions(watched.stream().distinct().toList()),
                watchers.end());
          }
        }
      }
    }

    /** Orders that are under way come first: all their past steps before the first ping. */
    private void awaitFirst(FreshEta application, RunningSimulator simulator, long before) {
      Map<TopicPartition, Long> none = pings.ends();
      new Countdown(name + ", first pings", 1, stage.progress())
          .await(
              () -> {
                simulator.requireAlive();

                return application.events() > before && !pings.ends().equals(none) ? 1 : 0;
              },
              PATIENCE);
    }

    /** One order for each socket. */
    private List<LiveOrder> watched(Map<TopicPartition, Long> from) {
      CarriedOrders carried = new CarriedOrders();
      steps.read(from, steps.ends(), (event, taken) -> carried.take(event));
      List<LiveOrder> orders = carried.latestFirst();
      if ((long) orders.size() * MOST_SOCKETS_PER_ORDER < wish.sockets()) {
        throw new FreshetException(
            Fault.CALLER,
            "At %d events a second %d orders are under way, of which each may be watched by %d sockets; lower --sockets or raise --rate"
                .formatted(rate, orders.size(), MOST_SOCKETS_PER_ORDER));
      }

      return IntStream.range(0, wish.sockets())
          .mapToObj(i -> orders.get(i % orders.size()))
          .toList();
    }

    /**
     * Orders under way come all at once when the marketplace opens; what then waits is not what a
     * rate does. Who does not catch up is measured as it is.
     */
    private void awaitCaughtUp(List<LiveOrder> watched, Duration longest) {
      List<LiveOrder> some = watched.stream().distinct().limit(ORDERS_LOOKED_AT).toList();
      long end = System.nanoTime() + longest.toNanos();
      long age = quarterAgeMillis(some);
      while (age > USUAL_AGE_MILLIS && System.nanoTime() < end) {
        stage
            .progress()
            .progress(
                name, "catching up: a quarter of the orders are %,d ms old at most".formatted(age));
        Pauses.pause(Duration.ofSeconds(5));
        age = quarterAgeMillis(some);
      }
    }

    /** What a quarter of the orders do not exceed: others may be over by now. */
    private long quarterAgeMillis(List<LiveOrder> orders) {
      long now = System.currentTimeMillis();
      long[] ages =
          redis.versions(orders).values().stream()
              .mapToLong(version -> now - version.eventMillis())
              .sorted()
              .toArray();

      return ages.length == 0 ? Long.MAX_VALUE : ages[ages.length / 4];
    }

    private Window window(RunningSimulator simulator, Watchers watchers) {
      Map<String, Long> others =
          Map.of("live", live.pid(), "simulator", simulator.pid(), "watchers", watchers.pid());
      LiveFigures figures = live.figures();
      ProcessorTimes times = ProcessorTimes.of(stage.platform(), others);
      long begin = System.currentTimeMillis();
      stage.pass(name, wish.duration());
      long end = System.currentTimeMillis();

      return new Window(
          begin,
          end,
          ProcessorTimes.of(stage.platform(), others).since(times),
          live.figures().since(figures));
    }

    private PushRun result(
        Window window, List<LiveOrder> watched, Map<LiveOrder, Version> newest, List<Told> told) {
      check(watched, newest, told);
      Fates fates = new Fates();
      for (int i = 0; i < watched.size(); i++) {
        fates.watched(watched.get(i), told.get(i));
      }
      long taken = match(window, fates);
      double seconds = (window.endMillis() - window.beginMillis()) / 1e3;
      if (taken < rate * seconds * LEAST_SHARE) {
        findings.add(
            "%,.0f pings a second came, not %,d: the simulator did not keep up"
                .formatted(taken / seconds, rate));
      }
      if (fates.lag().isEmpty()) {
        findings.add("%s: no ping was pushed to anybody".formatted(name));
      }
      // Told at once: at the next rate something may break.
      fates
          .lag()
          .ifPresent(
              lag ->
                  stage
                      .progress()
                      .progress(
                          name, "p50 %,.1f ms, p99 %,.1f ms".formatted(lag.p50(), lag.p99())));
      stage.progress().progress(name, "Redis alone");

      return new PushRun(
          rate,
          taken,
          seconds,
          watched.size(),
          (int) watched.stream().distinct().count(),
          fates.cases(),
          fates.lag(),
          window.cpuSeconds(),
          window.live(),
          new PublishLimit(redis).run(rate, shorter(wish.duration(), LONGEST_LIMIT)));
    }

    /** Everybody must have been told what Redis holds now, and nothing that was out of order. */
    private void check(List<LiveOrder> watched, Map<LiveOrder, Version> newest, List<Told> told) {
      long behind =
          IntStream.range(0, watched.size())
              .filter(
                  i ->
                      !told.get(i).newest().equals(Optional.ofNullable(newest.get(watched.get(i)))))
              .count();
      if (behind > 0) {
        findings.add(
            "%s: %d of %d watchers were not told the newest version of their order"
                .formatted(name, behind, watched.size()));
      }
      List<String> troubles =
          told.stream().map(Told::trouble).filter(trouble -> !trouble.isEmpty()).toList();
      if (!troubles.isEmpty()) {
        findings.add(
            "%s: %d watchers were told what should not be, the first of them: %s"
                .formatted(name, troubles.size(), troubles.get(0)));
      }
    }

    /** Returns how many pings Kafka took in that time. */
    private long match(Window window, Fates fates) {
      Map<TopicPartition, Long> from = pings.at(window.beginMillis());
      Map<TopicPartition, Long> until = pings.at(window.endMillis());
      AtomicLong count = new AtomicLong();
      Countdown countdown =
          new Countdown(
              name + ", looking pings up",
              until.keySet().stream().mapToLong(each -> until.get(each) - from.get(each)).sum(),
              stage.progress());
      pings.read(
          from,
          until,
          (ping, takenMillis) -> {
            countdown.at(count.incrementAndGet());
            look(ping, takenMillis, fates);
          });

      return count.get();
    }

    private static void look(GenericRecord ping, long takenMillis, Fates fates) {
      if (EventFields.has(ping, "order_id")) {
        fates.ping(
            new LiveOrder(
                EventFields.text(ping, "market"), EventFields.longValue(ping, "order_id")),
            Math.floorDiv(EventFields.longValue(ping, "event_time"), 1000L),
            takenMillis);
      }
    }
  }

  /** A time that was measured. */
  private record Window(
      long beginMillis, long endMillis, Map<String, Double> cpuSeconds, LiveFigures live) {}

  private static Duration shorter(Duration some, Duration other) {
    return some.compareTo(other) < 0 ? some : other;
  }
}
