package io.freshet.bench.gateway;

import io.freshet.bench.ProcessMeter;
import io.freshet.bench.Run.Standing;
import io.freshet.bench.Stage;
import io.freshet.bench.wrk.Requests;
import io.freshet.bench.wrk.Wrk;
import io.freshet.core.toolkit.Effort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The same pings by another way from HTTP to Kafka, singly and by a hundred. */
final class FlumeRuns {
  private static final List<Integer> EVENTS = List.of(1, 100);

  private final Stage stage;
  private final Wrk wrk;
  private final Duration duration;
  private final List<String> findings;

  FlumeRuns(Stage stage, Wrk wrk, Duration duration, List<String> findings) {
    this.stage = stage;
    this.wrk = wrk;
    this.duration = duration;
    this.findings = findings;
  }

  @FunctionalInterface
  private interface Sending {
    Wrk.Load send();
  }

  List<GatewayRun> run() {
    List<GatewayRun> runs = new ArrayList<>();
    try (FlumeBridge flume = FlumeBridge.start(stage);
        LogEnd log =
            new LogEnd(stage.kafka().bootstrap(), FlumeBridge.TOPIC, FlumeBridge.PARTITIONS)) {
      EVENTS.forEach(events -> warmUp(flume.requests(events)));
      for (int events : EVENTS) {
        String name = events == 1 ? "Flume, single" : "Flume, batch of %d".formatted(events);
        Requests requests = flume.requests(events);
        stage.progress().progress(name, "at its peak");
        GatewayRun peak =
            measure(
                flume,
                log,
                name + ", peak",
                events,
                () -> wrk.asFastAsTheyAreAnswered(requests, duration));
        runs.add(peak);
        stage.progress().progress(name, "at half of it");
        Wrk.Pace half = wrk.pace(peak.eventsPerSecond() / events / 2, requests, duration);
        runs.add(
            measure(
                flume, log, name + ", half of it", events, () -> wrk.at(half, requests, duration)));
      }
    }

    return runs;
  }

  private void warmUp(Requests requests) {
    stage.progress().progress("Flume", "warming up");
    Wrk.Load unused = wrk.asFastAsTheyAreAnswered(requests, duration);
  }

  /** More may be in the log than was answered for: requests that wrk has cut off at its end. */
  private GatewayRun measure(
      FlumeBridge flume, LogEnd log, String name, int events, Sending sending) {
    long before = log.settled();
    Effort begin = flume.meter().read();
    Wrk.Load load = sending.send();
    long answered = (load.requests() - load.failed()) * events;
    long stored = log.settled() - before;
    Effort effort = ProcessMeter.between(begin, flume.meter().read());
    if (stored < answered) {
      findings.add("%s: %d records of %d that it answered for".formatted(name, stored, answered));
    }

    return new GatewayRun(
        name,
        Standing.PEER,
        "durable",
        stored,
        new Effort(load.seconds(), effort.cpuSeconds()),
        load.failed(),
        Optional.of(load.latency()));
  }
}
