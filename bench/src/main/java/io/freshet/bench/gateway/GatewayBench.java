package io.freshet.bench.gateway;

import io.freshet.bench.FloorProcess;
import io.freshet.bench.Machine;
import io.freshet.bench.Run;
import io.freshet.bench.Run.Heat;
import io.freshet.bench.Run.Standing;
import io.freshet.bench.Stage;
import io.freshet.bench.wrk.Requests;
import io.freshet.bench.wrk.Wrk;
import io.freshet.core.contract.StreamSettings.Acknowledgement;
import io.freshet.core.toolkit.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The way through the event gateway: requests of each shape, durable and fast, as many as it
 * answers and half as many; beside it a bare Kafka producer of the same records, the limit, and
 * another bridge.
 */
public final class GatewayBench {
  private static final long BARE_EVENTS = 1_000_000;
  private static final int PARTITIONS = 4;

  private final Stage stage;
  private final Duration duration;
  private final List<String> findings = new ArrayList<>();

  /** Whether brokers are compared as well, which takes three of them. */
  public enum Replication {
    LEFT_OUT,
    COMPARED
  }

  /**
   * @param duration of each measurement, and of warming up for it
   */
  public GatewayBench(Stage stage, Duration duration) {
    this.stage = stage;
    this.duration = duration;
  }

  /** Refuses at once where there is no load tool. */
  public static void requireTools() {
    Wrk.requireInstalled();
  }

  public GatewayResult run(Replication replication) {
    Machine machine = Machine.here();
    Wrk wrk = Wrk.in(stage.scratch().resolve("wrk"));
    BenchContracts contracts = BenchContracts.in(stage.scratch().resolve("contracts"));
    List<String> names = new ArrayList<>();
    for (Acknowledgement each : Acknowledgement.values()) {
      names.add(
          contracts.write(
              stage, new BenchContracts.Wish(each, BenchContracts.Order.PER_DASHER, 1, 1)));
    }
    contracts.apply(stage, stage.kafka());
    List<GatewayRun> runs = new ArrayList<>();
    try (RunningGateway gateway =
        RunningGateway.start(stage, contracts.folder(), stage.kafka().bootstrap(), Map.of())) {
      names.forEach(contract -> warmUp(wrk, gateway, contract));
      for (int i = 0; i < names.size(); i++) {
        runs.addAll(ours(wrk, gateway, names.get(i), word(Acknowledgement.values()[i])));
      }
    }
    for (int i = 0; i < names.size(); i++) {
      runs.add(bare(contracts, names.get(i), word(Acknowledgement.values()[i])));
    }
    runs.addAll(new FlumeRuns(stage, wrk, duration, findings).run());
    List<BrokerCost> brokers =
        replication == Replication.COMPARED
            ? new ReplicationBench(stage, wrk, duration, findings).run()
            : List.of();

    return new GatewayResult(machine, runs, brokers, findings);
  }

  /** All shapes, before any is measured: compiling takes more time than singles do. */
  private void warmUp(Wrk wrk, RunningGateway gateway, String contract) {
    for (Shape shape : Shape.values()) {
      stage.progress().progress(shape.title(), "warming up");
      Wrk.Load unused = wrk.asFastAsTheyAreAnswered(gateway.requests(shape, contract), duration);
    }
  }

  private List<GatewayRun> ours(
      Wrk wrk, RunningGateway gateway, String contract, String acknowledgement) {
    List<GatewayRun> runs = new ArrayList<>();
    try (LogEnd log = new LogEnd(stage.kafka().bootstrap(), contract, PARTITIONS)) {
      GatewayLoads loads = new GatewayLoads(gateway, log, contract, findings);
      for (Shape shape : Shape.values()) {
        String name = "%s, %s".formatted(shape.title(), acknowledgement);
        Requests requests = gateway.requests(shape, contract);
        stage.progress().progress(name, "at its peak");
        GatewayLoads.Measured peak =
            loads.measure(() -> wrk.asFastAsTheyAreAnswered(requests, duration));
        runs.add(run(peak, shape.title() + ", peak", acknowledgement));
        stage.progress().progress(name, "at half of it");
        Wrk.Pace half = wrk.pace(peak.load().requestsPerSecond() / 2, requests, duration);
        GatewayLoads.Measured calm = loads.measure(() -> wrk.at(half, requests, duration));
        runs.add(run(calm, shape.title() + ", half of it", acknowledgement));
      }
    }

    return runs;
  }

  private static GatewayRun run(
      GatewayLoads.Measured measured, String name, String acknowledgement) {
    return new GatewayRun(
        name,
        Standing.OURS,
        acknowledgement,
        measured.events(),
        measured.effort(),
        measured.load().failed(),
        Optional.of(measured.load().latency()));
  }

  private GatewayRun bare(BenchContracts contracts, String contract, String acknowledgement) {
    Run warm =
        new FloorProcess(
                stage,
                stage.scratch(),
                Map.of(Settings.environmentName("contracts.path"), contracts.folder().toString()))
                .run(
                    "bare producer, %s".formatted(acknowledgement),
                    "produce",
                    List.of(contract),
                    BARE_EVENTS)
                .stream()
                .filter(run -> run.heat() == Heat.WARM)
                .findFirst()
                .orElseThrow();
    if (warm.operations() != BARE_EVENTS) {
      findings.add(
          "The bare producer sent %d of %d records".formatted(warm.operations(), BARE_EVENTS));
    }

    return new GatewayRun(
        GatewayRun.BARE_PRODUCER,
        Standing.PEER,
        acknowledgement,
        warm.operations(),
        warm.effort(),
        0,
        Optional.empty());
  }

  private static String word(Acknowledgement acknowledgement) {
    return acknowledgement.name().toLowerCase(Locale.ROOT);
  }
}
