package io.freshet.cli.drill;

import io.freshet.cli.Patience;
import io.freshet.cli.drill.Engineer.Said;
import io.freshet.cli.drill.Ground.Proven;
import io.freshet.cli.output.Amounts;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Makes one thing wrong without saying what, and watches an engineer find and mend it. Whatever
 * ends it, nothing of it is left wrong.
 */
final class Drill {
  private final Ground ground;
  private final Engineer engineer;
  private final Watching watching;
  private final PrintWriter out;

  /**
   * How it is watched.
   *
   * @param between from one look to the next
   * @param within how long the engineer has
   */
  record Watching(InstantSource clock, Duration between, Duration within) {}

  Drill(Ground ground, Engineer engineer, Watching watching, PrintWriter out) {
    this.ground = ground;
    this.engineer = engineer;
    this.watching = watching;
    this.out = out;
  }

  /**
   * @param where the console's address
   */
  DrillResult run(DrillFault fault, String where) throws Exception {
    ground.awaitWell();
    Course course = new Course(fault);
    try {
      ground.inject(fault);
      course.begin();
      say("Something is wrong: open " + where);
      say("Find it there, and mend it. Type what it is once you know; Enter alone to be told.");
      Patience.until(course::isOver, watching.between(), course::look);
    } finally {
      if (course.mended.isEmpty()) {
        boolean unused = Thread.interrupted(); // after Ctrl-C as well
        say("It is mended for you; it was: " + fault.doing());
        ground.mend(fault);
      }
    }
    Optional<Proven> proven =
        course.mended.isPresent() ? Optional.of(ground.prove()) : Optional.empty();

    return course.result(proven);
  }

  private void say(String line) {
    out.println(line);
    out.flush();
  }

  /** What has come of a fault until now. */
  private final class Course {
    private final DrillFault fault;
    private Instant begun = Instant.MAX;
    private Optional<Duration> shown = Optional.empty();
    private Optional<Duration> named = Optional.empty();
    private Optional<Duration> mended = Optional.empty();
    private int wrong;
    private boolean told;

    Course(DrillFault fault) {
      this.fault = fault;
    }

    /** From now on it is wrong: what ends in good order ends some time after it was told to. */
    void begin() {
      begun = watching.clock().instant();
      engineer.forget(); // later: no line that is heard is older than the fault
    }

    boolean isOver() {
      return mended.isPresent() || elapsed().compareTo(watching.within()) >= 0;
    }

    private Duration elapsed() {
      return until(watching.clock().instant());
    }

    private Duration until(Instant moment) {
      return Duration.between(begun, moment);
    }

    void look() {
      if (shown.isEmpty() && ground.shows(fault.sign())) {
        shown = Optional.of(elapsed());
      }
      for (Optional<Said> said = engineer.said(); said.isPresent(); said = engineer.said()) {
        hear(said.get().words(), until(said.get().at()));
      }
      if (ground.isMended(fault)) {
        mended = Optional.of(elapsed());
        say("Mended after %s: %s.".formatted(Amounts.age(elapsed()), fault.doing()));
      }
    }

    private void hear(String words, Duration after) {
      if (words.isEmpty()) {
        told = true;
        say("%s. Mended by: %s".formatted(fault.doing(), fault.way().mending()));
      } else if (named.isPresent() || told) {
        say("That is known; now mend it.");
      } else if (fault.isNamedIn(words)) {
        named = Optional.of(after);
        say("So it is, found after %s. Now mend it.".formatted(Amounts.age(after)));
      } else {
        wrong++;
        say("It is something else.");
      }
    }

    DrillResult result(Optional<Proven> proven) {
      return new DrillResult(fault, shown, named, wrong, told, mended, proven);
    }
  }
}
