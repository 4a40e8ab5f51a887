package io.freshet.cli.chaos;

import io.freshet.assurance.chaos.Schedule;
import io.freshet.assurance.chaos.ScheduledFault;
import io.freshet.cli.Patience;
import io.freshet.cli.output.Amounts;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Lets the faults of a schedule happen: those of senders beside the others, which wait for each
 * other. A platform that one of them leaves broken gets no more of them.
 */
final class ChaosRun {
  private static final Duration LOOK_EVERY = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(100);

  /** Short beside what Ctrl-C leaves for all of the cleaning up. */
  private static final Duration LAST_STRIKE = Duration.ofSeconds(10);

  private final Schedule schedule;
  private final Striker striker;
  private final Supplier<String> state;
  private final PrintWriter out;
  private final long startNanos = System.nanoTime();
  private volatile boolean isBroken;
  private Duration nextLook = LOOK_EVERY;

  /**
   * @param state what is told at each look, such as how many events have been sent
   */
  ChaosRun(Schedule schedule, Striker striker, Supplier<String> state, PrintWriter out) {
    this.schedule = schedule;
    this.striker = striker;
    this.state = state;
    this.out = out;
  }

  /** Returns when the time is over and the last fault is undone; in the order of the schedule. */
  List<Struck> run() throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      CompletableFuture<List<Struck>> beside =
          CompletableFuture.supplyAsync(() -> strike(schedule.lane(true)), threads);
      CompletableFuture<List<Struck>> others =
          CompletableFuture.supplyAsync(() -> strike(schedule.lane(false)), threads);
      Patience.until(
          () -> beside.isDone() && others.isDone() && !goesOn(), POLL, this::showNowAndThen);
      List<Struck> all = new ArrayList<>(beside.join());
      all.addAll(others.join());
      all.sort(Comparator.comparing(struck -> struck.fault().number()));

      return all;
    } finally {
      threads.shutdownNow(); // nobody may strike what is being taken down
      if (!threads.awaitTermination(LAST_STRIKE.toSeconds(), TimeUnit.SECONDS)) {
        say("A fault is still under way while all is taken down");
      }
    }
  }

  private boolean goesOn() {
    return !isBroken && elapsed().compareTo(schedule.duration()) < 0;
  }

  private void showNowAndThen() {
    if (elapsed().compareTo(nextLook) > 0) {
      show();
      nextLook = nextLook.plus(LOOK_EVERY);
    }
  }

  private void show() {
    Duration left = schedule.duration().minus(elapsed());
    say(
        "%s, %s left"
            .formatted(state.get(), Amounts.age(left.isNegative() ? Duration.ZERO : left)));
  }

  private List<Struck> strike(List<ScheduledFault> lane) {
    List<Struck> all = new ArrayList<>();
    for (ScheduledFault fault : lane) {
      all.add(strike(fault));
    }

    return all;
  }

  private Struck strike(ScheduledFault fault) {
    try {
      Patience.until(() -> isBroken || elapsed().compareTo(fault.at()) >= 0, POLL, () -> {});
      if (!goesOn()) {
        return new Struck(fault, Struck.Outcome.NOT_REACHED, elapsed(), Duration.ZERO, "");
      }

      return struck(fault);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();

      return new Struck(fault, Struck.Outcome.NOT_REACHED, elapsed(), Duration.ZERO, "");
    }
  }

  private Struck struck(ScheduledFault fault) throws InterruptedException {
    Duration began = elapsed();
    say("%3d  %s".formatted(fault.number(), fault.kind().name()));
    Struck.Outcome outcome = Struck.Outcome.DONE;
    String detail = "";
    try {
      striker.strike(fault);
    } catch (Striker.CannotStrike reason) {
      outcome = Struck.Outcome.SKIPPED;
      detail = reason.getMessage();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) { // whatever it is, the report has to tell it
      outcome = Struck.Outcome.NOT_UNDONE;
      detail = e.toString();
      if (!fault.kind().group().isBeside()) { // what one sender could not send, the others do
        isBroken = true;
      }
    }
    Duration lasted = elapsed().minus(began);
    say(
        "%3d  %s %s after %s%s"
            .formatted(
                fault.number(),
                fault.kind().name(),
                outcome.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                Amounts.age(lasted),
                detail.isEmpty() ? "" : ": " + detail));

    return new Struck(fault, outcome, began, lasted, detail);
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }

  private synchronized void say(String line) {
    out.printf(Locale.ROOT, "%7.1f s  %s%n", elapsed().toMillis() / 1000.0, line);
    out.flush();
  }
}
