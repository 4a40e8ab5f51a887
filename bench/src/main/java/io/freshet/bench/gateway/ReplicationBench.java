package io.freshet.bench.gateway;

import io.freshet.bench.ProcessMeter;
import io.freshet.bench.Stage;
import io.freshet.core.contract.StreamSettings.Acknowledgement;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.toolkit.Effort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What three brokers spend on the same events at the same rate: three copies, all of which are
 * waited for, against two copies, of which none is, in whichever partition's batch is open.
 */
final class ReplicationBench {
  private static final int PARTITIONS = 4;
  private static final Duration WARM_UP = Duration.ofSeconds(10);
  // Singles: batches of a request fill batches of Kafka's whatever their keys.
  private static final Shape SHAPE = Shape.SINGLE;
  private static final double REQUESTS_PER_SECOND = 1000;

  private final Stage stage;
  private final Wrk wrk;
  private final Duration duration;
  private final List<String> findings;

  ReplicationBench(Stage stage, Wrk wrk, Duration duration, List<String> findings) {
    this.stage = stage;
    this.wrk = wrk;
    this.duration = duration;
    this.findings = findings;
  }

  List<BrokerCost> run() {
    BenchContracts contracts = BenchContracts.in(stage.scratch().resolve("replicated"));
    String all =
        contracts.write(
            stage,
            new BenchContracts.Wish(
                Acknowledgement.DURABLE, BenchContracts.Order.PER_DASHER, 3, 2));
    String one =
        contracts.write(
            stage, new BenchContracts.Wish(Acknowledgement.FAST, BenchContracts.Order.NONE, 2, 1));
    List<BrokerCost> costs = new ArrayList<>();
    try (Brokers brokers = Brokers.start(stage)) {
      contracts.apply(stage, new KafkaSettings(brokers.bootstrap(), 3));
      try (RunningGateway gateway =
          RunningGateway.start(stage, contracts.folder(), brokers.bootstrap())) {
        double idle = idle(brokers);
        costs.add(cost("3 copies, acks=all", all, gateway, brokers, idle));
        costs.add(cost("2 copies, acks=1, sticky", one, gateway, brokers, idle));
      }
    }

    return costs;
  }

  /** Processor seconds a second when nobody sends. */
  private double idle(Brokers brokers) {
    stage.progress().progress("brokers", "at rest");
    Effort begin = brokers.meter().read();
    Pauses.pause(duration);
    Effort rest = ProcessMeter.between(begin, brokers.meter().read());

    return rest.cpuSeconds() / rest.seconds();
  }

  private BrokerCost cost(
      String name, String contract, RunningGateway gateway, Brokers brokers, double idle) {
    stage.progress().progress("brokers", name);
    Wrk.Load unused = wrk.at(REQUESTS_PER_SECOND, gateway, contract, SHAPE, WARM_UP);
    try (LogEnd log = new LogEnd(brokers.bootstrap(), contract, PARTITIONS)) {
      long before = log.await(gateway.answeredFor(contract));
      Effort begin = brokers.meter().read();
      Wrk.Load load = wrk.at(REQUESTS_PER_SECOND, gateway, contract, SHAPE, duration);
      Effort effort = ProcessMeter.between(begin, brokers.meter().read());
      long events = log.await(gateway.answeredFor(contract)) - before;
      if (load.failed() > 0) {
        findings.add("%s: %d requests failed".formatted(name, load.failed()));
      }

      return new BrokerCost(
          name, events, effort.seconds(), effort.cpuSeconds() - idle * effort.seconds());
    }
  }
}
