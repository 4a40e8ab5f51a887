package io.freshet.bench.serve.steps;

import io.freshet.bench.Countdown;
import io.freshet.bench.Pauses;
import io.freshet.bench.ProcessorTimes;
import io.freshet.bench.Stage;
import io.freshet.bench.serve.FreshEta;
import io.freshet.bench.serve.LiveOrder;
import io.freshet.bench.serve.OrderTokens;
import io.freshet.bench.serve.RunningLive;
import io.freshet.bench.serve.push.LogReader;
import io.freshet.bench.serve.push.RunningSimulator;
import io.freshet.core.envelope.EventFields;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.local.FlinkApplication;
import io.freshet.simulator.orders.CapturedContracts;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * How long it takes from the order service's accepting a step until the order's customer has it:
 * Postgres, the change capture, Kafka, the ETA application, Redis, a live server and WebSockets,
 * beside a marketplace's events.
 */
public final class StepsBench {
  private static final String ORDER_EVENTS = "order_events";
  private static final int SOCKETS = 20_000;
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  /** Far above the time within which a live server finds by itself what no message has told it. */
  private static final Duration LAST_SHOWN = Duration.ofMinutes(2);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

  /** For starting, and for what is slow; the simulator is ended before. */
  private static final Duration MARGIN = Duration.ofMinutes(10);

  /** Of the wanted rate; with less, what makes the steps is what does not keep up. */
  private static final double LEAST_SHARE = 0.9;

  private final Stage stage;
  private final FlinkApplication eta;
  private final Wish wish;
  private final List<String> findings;

  /**
   * What is to be measured.
   *
   * @param rate steps a second
   * @param events a second of a simulated marketplace beside them
   * @param warmUp before the measurement, from the first step that was shown
   */
  public record Wish(int rate, int events, Duration warmUp, Duration duration) {}

  /** A time that was measured, in microseconds since 1970. */
  private record Window(long begin, long end, Map<String, Double> cpuSeconds) {
    boolean holds(long micros) {
      return micros >= begin && micros < end;
    }

    double seconds() {
      return (end - begin) / 1e6;
    }
  }

  /**
   * @param findings to which counts are added that are not what they must be
   */
  public StepsBench(Stage stage, FlinkApplication eta, Wish wish, List<String> findings) {
    this.stage = stage;
    this.eta = eta;
    this.wish = wish;
    this.findings = findings;
  }

  public StepsRun run() {
    Path contracts =
        CapturedContracts.copy(
            Path.of(stage.settings().text("contracts.path")), stage.scratch().resolve("contracts"));
    Duration span = wish.warmUp().plus(wish.duration()).plus(MARGIN);
    try (RunningOrders orders = RunningOrders.start(stage, contracts);
        RunningLive live = RunningLive.start(stage, SOCKETS);
        LogReader log = new LogReader(stage, stage.contracts().require(ORDER_EVENTS));
        FreshEta unused = FreshEta.start(stage, withContracts(contracts));
        RunningSimulator simulator = RunningSimulator.start(stage, wish.events(), span);
        SteppingOrders stepping = stepping(orders, live)) {
      Map<TopicPartition, Long> from = log.ends();
      stepping.begin();
      awaitFirst(orders, simulator, stepping);
      stage.pass("steps, warming up", wish.warmUp());
      Window window = window(orders, live, simulator);
      stepping.end();
      simulator.end();
      awaitShown(stepping);

      return result(window, stepping, times(log, from));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FreshetException(Fault.CALLER, "Interrupted", e);
    }
  }

  /** It tells lineage and reads streams by contracts: by those that the capture has. */
  private FlinkApplication withContracts(Path contracts) {
    List<String> arguments = new ArrayList<>(eta.arguments());
    arguments.add("--contracts.path=" + contracts);

    return new FlinkApplication(
        eta.name(),
        eta.module(),
        eta.mainClass(),
        arguments,
        eta.slots(),
        eta.taskManagerMegabytes(),
        eta.options());
  }

  private SteppingOrders stepping(RunningOrders orders, RunningLive live) {
    return new SteppingOrders(
        wish.rate(),
        orders.address(),
        stage.settings().text("orders.token"),
        live.address(),
        OrderTokens.of(stage.settings()));
  }

  private void awaitFirst(
      RunningOrders orders, RunningSimulator simulator, SteppingOrders stepping) {
    new Countdown("steps, the first to be shown", 1, stage.progress())
        .await(
            () -> {
              orders.requireAlive();
              simulator.requireAlive();

              return stepping.isAnythingShown() ? 1 : 0;
            },
            PATIENCE);
  }

  /** No longer than its time: a step that never comes is to be counted. */
  private void awaitShown(SteppingOrders stepping) {
    long end = System.nanoTime() + LAST_SHOWN.toNanos();
    Countdown shown =
        new Countdown("steps, the last to be shown", stepping.accepted().size(), stage.progress());
    while (!stepping.isAllShown() && System.nanoTime() < end) {
      shown.at(stepping::shown);
      Pauses.pause(LOOK_AGAIN);
    }
  }

  private Window window(RunningOrders orders, RunningLive live, RunningSimulator simulator) {
    Map<String, Long> others = new HashMap<>(orders.pids());
    others.put("live", live.pid());
    others.put("simulator", simulator.pid());
    ProcessorTimes times = ProcessorTimes.of(stage.platform(), others);
    long begin = micros();
    stage.pass("steps", wish.duration());

    return new Window(begin, micros(), ProcessorTimes.of(stage.platform(), others).since(times));
  }

  private static StepTimes times(LogReader log, Map<TopicPartition, Long> from) {
    StepTimes times = new StepTimes();
    log.read(
        from,
        log.ends(),
        (event, takenMillis) ->
            times.taken(
                new StepTimes.Step(
                    new LiveOrder(
                        EventFields.text(event, "market"),
                        EventFields.longValue(event, "order_id")),
                    EventFields.integer(event, "order_version")),
                takenMillis));

    return times;
  }

  private StepsRun result(Window window, SteppingOrders stepping, StepTimes times) {
    stepping.accepted().stream()
        .filter(each -> window.holds(each.micros()))
        .forEach(
            each -> times.accepted(each.step(), each.micros(), each.watcher().arrivedMicros()));
    StepTimes.Outcome outcome = times.outcome();
    StepsRun run =
        new StepsRun(
            wish.rate(),
            wish.events(),
            window.seconds(),
            outcome.shown(),
            outcome.conflated(),
            outcome.never(),
            outcome.fromOrders(),
            outcome.fromKafka(),
            window.cpuSeconds());
    check(run, stepping);

    return run;
  }

  private void check(StepsRun run, SteppingOrders stepping) {
    // Creations are steps of a turn, too, and nobody can watch them.
    double wanted =
        wish.rate() * (SteppingOrders.STATES.size() - 1.0) / SteppingOrders.STATES.size();
    if (run.stepsPerSecond() < wanted * LEAST_SHARE) {
      findings.add(
          "steps: %,.1f a second were made, not %,.1f: %,d turns were left out as the order service had not answered"
              .formatted(run.stepsPerSecond(), wanted, stepping.leftOut()));
    }
    if (run.never() > 0) {
      findings.add(
          "steps: %d of %d were never shown, nor anything newer"
              .formatted(run.never(), run.steps()));
    }
    if (run.fromOrders().isEmpty()) {
      findings.add("steps: none was shown to anybody");
    }
    List<String> troubles = stepping.troubles();
    if (!troubles.isEmpty()) {
      findings.add(
          "steps: %d orders or connections failed, the first of them: %s"
              .formatted(troubles.size(), troubles.get(0)));
    }
  }

  private static long micros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }
}
