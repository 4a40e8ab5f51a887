package io.freshet.bench.gateway;

import io.freshet.bench.Pauses;
import io.freshet.bench.ProcessMeter;
import io.freshet.bench.wrk.Wrk;
import io.freshet.core.toolkit.Effort;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Loads of events of one contract, each with what a gateway spent on it and what the log got. */
final class GatewayLoads {
  private static final Duration QUIET = Duration.ofMillis(500);

  private final RunningGateway gateway;
  private final LogEnd log;
  private final String contract;
  private final List<String> findings;

  /**
   * @param log of the contract's stream
   * @param findings is told of records that were answered for and are not in the log
   */
  GatewayLoads(RunningGateway gateway, LogEnd log, String contract, List<String> findings) {
    this.gateway = gateway;
    this.log = log;
    this.contract = contract;
    this.findings = findings;
  }

  /**
   * One load.
   *
   * @param events that came into the log
   * @param effort of the gateway
   */
  record Measured(long events, Effort effort, Wrk.Load load) {
    double cpuMicrosPerEvent() {
      return events == 0 ? 0 : effort.cpuSeconds() * 1e6 / events;
    }
  }

  /** What the gateway has answered for must be in the log, to the event. */
  Measured measure(Supplier<Wrk.Load> sending) {
    // What an earlier load has left under way.
    long answeredBefore = settled();
    long before = log.await(answeredBefore);
    Effort begin = gateway.meter().read();
    Wrk.Load load = sending.get();
    long answered = settled() - answeredBefore;
    long events = log.await(before + answered) - before;
    Effort effort = ProcessMeter.between(begin, gateway.meter().read());
    if (events != answered) {
      findings.add(
          "%s has %d records of %d that were answered for".formatted(contract, events, answered));
    }

    return new Measured(events, new Effort(load.seconds(), effort.cpuSeconds()), load);
  }

  /** The count when it moves no more: requests that wrk has cut off may still be under way. */
  private long settled() {
    long before = -1;
    long now = gateway.answeredFor(contract);
    while (now != before) {
      Pauses.pause(QUIET);
      before = now;
      now = gateway.answeredFor(contract);
    }

    return now;
  }
}
