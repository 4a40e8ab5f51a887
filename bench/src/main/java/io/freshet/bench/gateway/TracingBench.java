package io.freshet.bench.gateway;

import io.freshet.bench.Machine;
import io.freshet.bench.Stage;
import io.freshet.bench.gateway.TracingResult.Round;
import io.freshet.bench.gateway.TracingResult.Way;
import io.freshet.bench.wrk.Requests;
import io.freshet.bench.wrk.Wrk;
import io.freshet.core.contract.StreamSettings.Acknowledgement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What tracing costs an event gateway: the same requests, at half of what it can answer, to one
 * without a collector and to others of whose requests a part is traced. They take turns, in another
 * order each round. The collector takes all and is no part of what is measured.
 */
public final class TracingBench {
  private static final int PARTITIONS = 4;
  private static final List<Shape> SHAPES = List.of(Shape.SINGLE, Shape.BATCH);

  private final Stage stage;
  private final Duration duration;
  private final int rounds;
  private final List<Double> ratios;
  private final Random turns = new Random(1);
  private final List<String> findings = new ArrayList<>();

  /**
   * @param duration of each measurement, and of warming up for it
   * @param ratios of requests that are traced, in 0 to 1: a gateway for each
   */
  public TracingBench(Stage stage, Duration duration, int rounds, List<Double> ratios) {
    this.stage = stage;
    this.duration = duration;
    this.rounds = rounds;
    this.ratios = List.copyOf(ratios);
  }

  public TracingResult run() {
    Machine machine = Machine.here();
    Wrk wrk = Wrk.in(stage.scratch().resolve("wrk"));
    BenchContracts contracts = BenchContracts.in(stage.scratch().resolve("contracts"));
    String contract =
        contracts.write(
            stage,
            new BenchContracts.Wish(
                Acknowledgement.DURABLE, BenchContracts.Order.PER_DASHER, 1, 1));
    contracts.apply(stage, stage.kafka());
    List<Traced> gateways = new ArrayList<>();
    try (LogEnd log = new LogEnd(stage.kafka().bootstrap(), contract, PARTITIONS)) {
      gateways.add(start(contracts, Double.NaN));
      for (double ratio : ratios) {
        gateways.add(start(contracts, ratio));
      }
      List<Way> ways = new ArrayList<>();
      for (Shape shape : SHAPES) {
        ways.addAll(measured(wrk, gateways, shape, log, contract));
      }

      return new TracingResult(machine, ways, findings);
    } finally {
      gateways.forEach(Traced::close);
    }
  }

  /**
   * A gateway with its collector.
   *
   * @param ratio not a number: without one
   */
  private record Traced(double ratio, SpanSink sink, RunningGateway gateway)
      implements AutoCloseable {
    String title() {
      return Double.isNaN(ratio) ? "without tracing" : "%.0f %% traced".formatted(100 * ratio);
    }

    @Override
    public void close() {
      gateway.close();
      sink.close();
    }
  }

  private Traced start(BenchContracts contracts, double ratio) {
    SpanSink sink = SpanSink.open();
    Map<String, String> settings =
        Double.isNaN(ratio)
            ? Map.of()
            : Map.of(
                "tracing.endpoint",
                sink.endpoint(),
                "tracing.sample-ratio",
                Double.toString(ratio));
    try {
      return new Traced(
          ratio,
          sink,
          RunningGateway.start(stage, contracts.folder(), stage.kafka().bootstrap(), settings));
    } catch (RuntimeException e) {
      sink.close();
      throw e;
    }
  }

  private List<Way> measured(
      Wrk wrk, List<Traced> gateways, Shape shape, LogEnd log, String contract) {
    List<List<Round>> byGateway = new ArrayList<>();
    Wrk.Pace pace = pace(wrk, gateways, shape, contract);
    List<Long> spansBefore = gateways.stream().map(each -> each.sink().bytes()).toList();
    gateways.forEach(each -> byGateway.add(new ArrayList<>()));
    List<Integer> order =
        IntStream.range(0, gateways.size())
            .boxed()
            .collect(Collectors.toCollection(ArrayList::new));
    for (int round = 0; round < rounds; round++) {
      Collections.shuffle(order, turns);
      for (int each : order) {
        byGateway.get(each).add(round(wrk, gateways.get(each), shape, pace, log, contract));
      }
    }
    List<Way> ways = new ArrayList<>();
    for (int i = 0; i < gateways.size(); i++) {
      Traced traced = gateways.get(i);
      ways.add(
          new Way(
              shape.title(),
              traced.ratio(),
              byGateway.get(i),
              traced.sink().bytes() - spansBefore.get(i)));
    }

    return ways;
  }

  /** All are warm then; the pace is half of the slowest one's peak. */
  private Wrk.Pace pace(Wrk wrk, List<Traced> gateways, Shape shape, String contract) {
    double peak = Double.MAX_VALUE;
    for (Traced each : gateways) {
      stage.progress().progress(shape.title(), "warming up, " + each.title());
      Requests requests = each.gateway().requests(shape, contract);
      Wrk.Load unused = wrk.asFastAsTheyAreAnswered(requests, duration);
      Wrk.Load load = wrk.asFastAsTheyAreAnswered(requests, duration);
      peak = Math.min(peak, load.requestsPerSecond());
    }

    return wrk.pace(peak / 2, gateways.get(0).gateway().requests(shape, contract), duration);
  }

  private Round round(
      Wrk wrk, Traced traced, Shape shape, Wrk.Pace pace, LogEnd log, String contract) {
    stage.progress().progress(shape.title(), traced.title());
    Requests requests = traced.gateway().requests(shape, contract);
    GatewayLoads.Measured measured =
        new GatewayLoads(traced.gateway(), log, contract, findings)
            .measure(() -> wrk.at(pace, requests, duration));
    if (measured.load().failed() > 0) {
      findings.add(
          "%s, %s: %d requests failed"
              .formatted(shape.title(), traced.title(), measured.load().failed()));
    }

    return new Round(measured.cpuMicrosPerEvent(), measured.load().latency());
  }
}
