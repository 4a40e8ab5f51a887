package io.freshet.bench.gateway;

import io.freshet.bench.Pauses;
import io.freshet.bench.ProcessMeter;
import io.freshet.bench.Stage;
import io.freshet.bench.wrk.Requests;
import io.freshet.bench.wrk.Wrk;
import io.freshet.core.contract.StreamSettings.Acknowledgement;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.toolkit.Effort;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What three brokers spend on the same events at the same rate: three copies, all of which are
 * waited for, against two copies, of which none is, in whichever partition's batch is open.
 */
final class ReplicationBench {
  private static final int PARTITIONS = 4;
  // Singles: batches of a request fill batches of Kafka's whatever their keys.
  private static final Shape SHAPE = Shape.SINGLE;
  // Of which three brokers on two processors keep up with both ways.
  private static final double REQUESTS_PER_SECOND = 500;

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
    try (Brokers brokers = Brokers.start(stage)) {
      contracts.apply(stage, new KafkaSettings(brokers.bootstrap(), 3));
      try (RunningGateway gateway =
          RunningGateway.start(stage, contracts.folder(), brokers.bootstrap(), Map.of())) {
        return costs(
            brokers,
            new Way("3 copies, acks=all", all, gateway.requests(SHAPE, all)),
            new Way("2 copies, acks=1, sticky", one, gateway.requests(SHAPE, one)));
      }
    }
  }

  private record Way(String name, String contract, Requests requests) {}

  /** There and back, so that brokers that are still warming up cost both alike. */
  private List<BrokerCost> costs(Brokers brokers, Way all, Way one) {
    for (Way way : List.of(all, one)) {
      stage.progress().progress("brokers", "warming up, " + way.name());
      Wrk.Load unused = wrk.asFastAsTheyAreAnswered(way.requests(), duration);
    }
    double idle = idle(brokers);
    Wrk.Pace ofAll = wrk.pace(REQUESTS_PER_SECOND, all.requests(), duration);
    Wrk.Pace ofOne = wrk.pace(REQUESTS_PER_SECOND, one.requests(), duration);
    BrokerCost there = cost(brokers, all, ofAll, idle);
    BrokerCost twice = cost(brokers, one, ofOne, idle).plus(cost(brokers, one, ofOne, idle));

    return List.of(there.plus(cost(brokers, all, ofAll, idle)), twice);
  }

  /** Processor seconds a second when nobody sends. */
  private double idle(Brokers brokers) {
    stage.progress().progress("brokers", "at rest");
    Effort begin = brokers.meter().read();
    Pauses.pause(duration);
    Effort rest = ProcessMeter.between(begin, brokers.meter().read());

    return rest.cpuSeconds() / rest.seconds();
  }

  private BrokerCost cost(Brokers brokers, Way way, Wrk.Pace pace, double idle) {
    stage.progress().progress("brokers", way.name());
    try (LogEnd log = new LogEnd(brokers.bootstrap(), way.contract(), PARTITIONS)) {
      long before = log.settled();
      Effort begin = brokers.meter().read();
      Wrk.Load load = wrk.at(pace, way.requests(), duration);
      Effort effort = ProcessMeter.between(begin, brokers.meter().read());
      long events = log.settled() - before;
      if (load.failed() > 0) {
        findings.add("%s: %d requests failed".formatted(way.name(), load.failed()));
      }

      return new BrokerCost(
          way.name(), events, effort.seconds(), effort.cpuSeconds() - idle * effort.seconds());
    }
  }
}
