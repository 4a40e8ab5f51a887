package io.freshet.cli.probe;

import io.freshet.assurance.probe.Fate;
import io.freshet.assurance.probe.NotLogged;
import io.freshet.assurance.probe.Probe;
import io.freshet.assurance.probe.Probed;
import io.freshet.cli.Failures;
import io.freshet.core.contract.Contract;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Sends each stream its next event when it is due, and tells of each what became of it. */
final class ProbeRun {
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  private final Probe probe;
  private final Duration every;
  private final ProbeReport report;
  private final Consumer<Probed> keeper;
  private final Consumer<String> listener;
  private final Map<Contract, Instant> due = new HashMap<>();
  private final Map<Contract, Long> left = new HashMap<>();
  private final Set<String> toldEmpty = new HashSet<>();

  /**
   * @param times how many events each stream gets
   * @param keeper keeps what is measured; may fail as Kafka does
   * @param listener gets a line for each that is known
   */
  ProbeRun(
      Probe probe,
      Duration every,
      long times,
      ProbeReport report,
      Consumer<Probed> keeper,
      Consumer<String> listener) {
    this.probe = probe;
    this.every = every;
    this.report = report;
    this.keeper = keeper;
    this.listener = listener;
    for (Contract contract : probe.contracts()) {
      due.put(contract, Instant.MIN);
      left.put(contract, times);
    }
  }

  /** Returns when every stream has had its events. */
  void run() throws InterruptedException {
    while (!isOver()) {
      try {
        send();
      } catch (FreshetException e) {
        if (e.fault() != Fault.DEPENDENCY) {
          throw e;
        }
        tell(e);
      }
      Thread.sleep(LOOK_EVERY.toMillis());
      probe.look().forEach(this::tell);
    }
  }

  private boolean isOver() {
    return probe.contracts().stream()
        .allMatch(contract -> left.get(contract) <= 0 && !probe.isUnderWay(contract));
  }

  private void send() {
    Instant now = Instant.now();
    List<Contract> wanted =
        probe.contracts().stream()
            .filter(contract -> left.get(contract) > 0 && !probe.isUnderWay(contract))
            .filter(contract -> !due.get(contract).isAfter(now))
            .toList();
    for (Contract contract : wanted) {
      due.put(contract, now.plus(every));
      left.merge(contract, -1L, Long::sum);
    }
    for (Contract empty : probe.send(wanted)) {
      report.addEmpty(empty.name());
      if (toldEmpty.add(empty.name())) {
        listener.accept(empty.name() + "  holds no event yet that could be copied");
      }
    }
  }

  private void tell(Fate fate) {
    if (fate instanceof Probed probed) {
      report.add(probed);
      listener.accept(ProbeCommand.describe(probed));
      keep(probed);
    } else {
      tell(((NotLogged) fate).failure());
    }
  }

  private void keep(Probed probed) {
    try {
      keeper.accept(probed);
    } catch (FreshetException e) {
      tell(e);
    }
  }

  /** A stream's failure is not the others'; a bug of ours ends the run, and so does Ctrl-C. */
  private void tell(FreshetException failure) {
    if (failure.fault() == Fault.OURS || Failures.isInterruption(failure)) {
      throw failure;
    }
    report.addFailure();
    listener.accept(failure.getMessage());
  }
}
