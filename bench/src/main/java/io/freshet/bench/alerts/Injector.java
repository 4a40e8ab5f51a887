package io.freshet.bench.alerts;

import io.freshet.bench.Countdown;
import io.freshet.bench.Pauses;
import io.freshet.bench.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** Makes one fault after the other; each once the one before is over and was told to be. */
final class Injector {
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration HEAL_EVERY = Duration.ofSeconds(10);

  /** Beyond two budgets: by then a fault that makes anything late has done so. */
  private static final Duration UNTIL_LATE = Duration.ofMinutes(1);

  /** How long an alert is waited for; far beyond what is promised, to know how late it is. */
  private static final Duration UNTIL_TOLD = Duration.ofSeconds(60);

  /** Faults begin at any time between two rounds of the console. */
  private static final int ROUND_MILLIS = 10_000;

  private final Stage stage;
  private final Watch watch;
  private final List<String> problems;

  /**
   * @param problems gets what ends the injections before their time
   */
  Injector(Stage stage, Watch watch, List<String> problems) {
    this.stage = stage;
    this.watch = watch;
    this.problems = problems;
  }

  List<Injection> inject(List<StalenessFault> faults, long seed) throws Exception {
    List<Injection> injections = new ArrayList<>();
    Random phase = new Random(seed);
    Countdown countdown = new Countdown("injections", faults.size(), stage.progress());
    for (StalenessFault fault : faults) {
      Pauses.pause(Duration.ofMillis(phase.nextInt(ROUND_MILLIS)));
      Injection injection = inject(injections.size() + 1, fault);
      injections.add(injection);
      if (!isBack(injection)) {
        problems.add(
            "%s is not told to be back %d s after injection %d, %s, was over"
                .formatted(
                    watch.watched(), PATIENCE.toSeconds(), injection.number(), injection.fault()));
        break;
      }
      countdown.at(injections.size());
    }

    return injections;
  }

  private Injection inject(int number, StalenessFault fault) throws Exception {
    String what = "injection " + number;
    stage.progress().progress(what, fault.name());
    Instant begun = Instant.now();
    fault.begin();
    try {
      Duration untilLate = watch.budget().multipliedBy(2).plus(UNTIL_LATE);
      boolean isLate = Watch.within(untilLate, watch::isLate);
      stage.progress().progress(what, isLate ? "late" : "nothing is late");
      if (isLate) {
        boolean isTold = Watch.within(UNTIL_TOLD, () -> watch.wasTold(Told.BREACHED, begun));
        stage.progress().progress(what, isTold ? "told" : "not told");
      }
    } finally {
      fault.end();
    }

    return new Injection(number, fault.name(), fault.hop().code(), begun, Instant.now());
  }

  /**
   * Whether the table is well again, and whoever was told of it was told that as well. What dies
   * only now, as it was taken for dead meanwhile, is started again as a supervisor does.
   */
  private boolean isBack(Injection injection) {
    boolean wasTold = watch.wasTold(Told.BREACHED, injection.begun());
    BooleanSupplier isWell =
        () -> !watch.isLate() && (!wasTold || watch.wasTold(Told.RECOVERED, injection.begun()));
    Instant end = Instant.now().plus(PATIENCE);
    while (!Watch.within(HEAL_EVERY, isWell)) {
      if (Instant.now().isAfter(end)) {
        return false;
      }
      stage.platform().heal(stage.progress());
    }

    return true;
  }
}
