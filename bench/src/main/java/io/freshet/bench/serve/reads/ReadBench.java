package io.freshet.bench.serve.reads;

import io.freshet.bench.ProcessorTimes;
import io.freshet.bench.Run.Standing;
import io.freshet.bench.Stage;
import io.freshet.bench.serve.OrderTokens;
import io.freshet.bench.serve.Redis;
import io.freshet.bench.serve.RunningLive;
import io.freshet.bench.wrk.Requests;
import io.freshet.bench.wrk.Wrk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Reads of orders' states through the live server, by a hundred, by ten and singly: as many as it
 * answers and half as many; beside it a client that asks Redis itself.
 */
public final class ReadBench {
  /** What is aimed at. */
  private static final double READS_PER_SECOND = 70_000;

  private static final Duration LONGEST = Duration.ofSeconds(15);
  private static final String LIVE = "live";
  private static final String REDIS = "redis";

  private final Stage stage;
  private final Duration duration;
  private final List<String> findings;

  /**
   * @param duration of each measurement, and of warming up for it; fifteen seconds at most
   * @param findings to which answers are added that were wrong
   */
  public ReadBench(Stage stage, Duration duration, List<String> findings) {
    this.stage = stage;
    this.duration = duration.compareTo(LONGEST) < 0 ? duration : LONGEST;
    this.findings = findings;
  }

  public List<ReadRun> run() {
    Wrk wrk = Wrk.in(stage.scratch().resolve("wrk"));
    OrderTokens tokens = OrderTokens.of(stage.settings());
    String key = stage.settings().text("live.token");
    List<ReadRun> runs = new ArrayList<>();
    try (Redis redis = Redis.of(stage.settings())) {
      stage.progress().progress("reads", "%,d orders into Redis".formatted(ReadOrders.COUNT));
      redis.empty();
      ReadOrders.write(redis);
      try (RunningLive live = RunningLive.start(stage, 0);
          ReadCheck check = new ReadCheck(live.address(), tokens, key, redis)) {
        for (ReadShape shape : ReadShape.values()) {
          Requests requests =
              new Requests(
                  live.address().toString(), "application/json", shape.requests(tokens, key));
          runs.addAll(new OfOneShape(shape, requests, live, wrk).run());
        }
        note(check.end());
      }
      runs.addAll(new ClientReads(stage, redis, duration, findings).run());
      runs.addAll(new RedisBenchmark(stage).run());
    }

    return runs;
  }

  private void note(ReadCheck.Answers answers) {
    stage
        .progress()
        .progress("reads", "%,d answers were held against Redis".formatted(answers.all()));
    if (answers.wrong() > 0 || answers.all() == 0) {
      findings.add(
          "%d of %d answers of the live server were not what Redis held"
              .formatted(answers.wrong(), answers.all()));
    }
  }

  /** Requests of one shape, at one pace after the other. */
  private final class OfOneShape {
    private final ReadShape shape;
    private final Requests requests;
    private final RunningLive live;
    private final Wrk wrk;

    OfOneShape(ReadShape shape, Requests requests, RunningLive live, Wrk wrk) {
      this.shape = shape;
      this.requests = requests;
      this.live = live;
      this.wrk = wrk;
    }

    List<ReadRun> run() {
      tell("warming up");
      Wrk.Load unused = wrk.asFastAsTheyAreAnswered(requests, duration);
      List<ReadRun> runs = new ArrayList<>();
      ReadRun peak = measure("peak", () -> wrk.asFastAsTheyAreAnswered(requests, duration));
      runs.add(peak);
      runs.add(paced("half of it", peak.requestsPerSecond() / 2));
      if (shape == ReadShape.BATCH_OF_100 && peak.readsPerSecond() > READS_PER_SECOND) {
        runs.add(
            paced(
                String.format(Locale.ROOT, "%,.0f reads/s", READS_PER_SECOND),
                READS_PER_SECOND / shape.orders()));
      }

      return runs;
    }

    private ReadRun paced(String name, double requestsPerSecond) {
      Wrk.Pace pace = wrk.pace(requestsPerSecond, requests, duration);

      return measure(name, () -> wrk.at(pace, requests, duration));
    }

    private ReadRun measure(String pace, Supplier<Wrk.Load> sending) {
      tell(pace);
      Map<String, Long> server = Map.of(LIVE, live.pid());
      ProcessorTimes before = ProcessorTimes.of(stage.platform(), server);
      Wrk.Load load = sending.get();
      Map<String, Double> spent = ProcessorTimes.of(stage.platform(), server).since(before);
      spent.keySet().retainAll(List.of(LIVE, REDIS));
      String name = "%s, %s".formatted(shape.title(), pace);
      if (load.failed() > 0) {
        findings.add(
            "%s: %d of %d requests failed".formatted(name, load.failed(), load.requests()));
      }

      return new ReadRun(
          name,
          Standing.OURS,
          load.requests(),
          (load.requests() - load.failed()) * shape.orders(),
          load.seconds(),
          load.latency(),
          spent);
    }

    private void tell(String what) {
      stage
          .progress()
          .progress(
              "reads", "%s, %s, for %d s".formatted(shape.title(), what, duration.toSeconds()));
    }
  }
}
