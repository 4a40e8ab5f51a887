package io.freshet.bench.alerts;

import io.freshet.bench.Countdown;
import io.freshet.bench.Pauses;
import io.freshet.bench.alerts.AlertReceiver.Told;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.local.ProgressListener;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Makes one fault after the other; each once the one before is over and was told to be. */
final class Injector {
  static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration HEAL_EVERY = Duration.ofSeconds(10);

  /** Beyond two budgets: by then a fault that makes anything late has done so. */
  private static final Duration UNTIL_LATE = Duration.ofMinutes(1);

  /** How long an alert is waited for; far beyond what is promised, to know how late it is. */
  private static final Duration UNTIL_TOLD = Duration.ofSeconds(60);

  /** Faults begin at any time between two rounds of the console. */
  private static final int ROUND_MILLIS = 10_000;

  private final ProgressListener progress;
  private final Healing healing;
  private final Watch watch;
  private final List<String> problems;
  private final List<Injection> injections = new ArrayList<>();

  /**
   * A fault that was made.
   *
   * @param number from 1
   * @param hop the one that an alert has to name
   * @param begun when it was about to be made
   * @param healed when it was over and all answered again
   */
  record Injection(int number, String fault, String hop, Instant begun, Instant healed) {}

  /**
   * @param problems gets what ends the injections before their time
   */
  Injector(Healing healing, Watch watch, List<String> problems) {
    this.progress = healing.progress();
    this.healing = healing;
    this.watch = watch;
    this.problems = problems;
  }

  /** Which come in which order, the same for the same arguments; each once before any again. */
  static <T> List<T> draw(List<T> faults, int count, long seed) {
    Random random = new Random(seed);
    List<T> drawn = new ArrayList<>();
    while (drawn.size() < count) {
      List<T> round = new ArrayList<>(faults);
      Collections.shuffle(round, random);
      drawn.addAll(round.subList(0, Math.min(round.size(), count - drawn.size())));
    }

    return List.copyOf(drawn);
  }

  List<Injection> inject(List<StalenessFault> faults, long seed) throws Exception {
    Random phase = new Random(seed);
    Countdown countdown = new Countdown("injections", faults.size(), progress);
    for (StalenessFault fault : faults) {
      Pauses.pause(Duration.ofMillis(phase.nextInt(ROUND_MILLIS)));
      if (!isOver(fault)) {
        break;
      }
      countdown.at(injections.size());
    }

    return List.copyOf(injections);
  }

  /** Makes it and ends it; whether all was well again after it, so that another may come. */
  boolean isOver(StalenessFault fault) throws Exception {
    int number = injections.size() + 1;
    Instant begun = Instant.now();
    try {
      inject(number, fault, begun);
      if (isBack(begun)) {
        return true;
      }
      problems.add(
          "%s is not told to be back %d s after injection %d, %s, was over"
              .formatted(watch.watched(), PATIENCE.toSeconds(), number, fault.name()));
    } catch (FreshetException stuck) { // what was judged until then is worth something
      problems.add("Injection %d, %s: %s".formatted(number, fault.name(), stuck.getMessage()));
    }

    return false;
  }

  private void inject(int number, StalenessFault fault, Instant begun) throws Exception {
    progress.progress("injection " + number, fault.name());
    fault.begin();
    try {
      awaitAlert("injection " + number, begun);
    } finally {
      try {
        fault.end();
      } finally {
        injections.add(
            new Injection(number, fault.name(), fault.hop().code(), begun, Instant.now()));
      }
    }
  }

  private void awaitAlert(String what, Instant begun) {
    Duration untilLate = watch.budget().multipliedBy(2).plus(UNTIL_LATE);
    boolean isLate = Watch.within(untilLate, watch::isLate);
    progress.progress(what, isLate ? "late" : "nothing is late");
    if (isLate) {
      boolean isTold = Watch.within(UNTIL_TOLD, () -> watch.wasTold(Told.BREACHED, begun));
      progress.progress(what, isTold ? "told" : "not told");
    }
  }

  /**
   * Whether the table is well again. What dies only now, as it was taken for dead meanwhile, is
   * started again as a supervisor does.
   */
  private boolean isBack(Instant begun) {
    Instant end = Instant.now().plus(PATIENCE);
    while (!Watch.within(HEAL_EVERY, () -> watch.isWellSince(begun))) {
      if (Instant.now().isAfter(end)) {
        return false;
      }
      healing.untilAllAnswers();
    }

    return true;
  }
}
