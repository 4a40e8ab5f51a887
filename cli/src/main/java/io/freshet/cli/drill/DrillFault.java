package io.freshet.cli.drill;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Something that can be made wrong on a platform, that its console shows, and that commands of a
 * runbook mend. No data is touched by it.
 *
 * @param process as the platform calls it; of {@link Way#STOPPED} an application
 * @param way what is done to it
 * @param sign where the console shows it
 * @param runbook which of {@code docs/runbooks} says what to do, such as {@code flink}
 */
record DrillFault(String process, Way way, Sign sign, String runbook) {
  /** What is done to a process. */
  enum Way {
    KILLED("was killed", "./freshet up"),
    ASLEEP(
        "hangs: it was sent SIGSTOP",
        "kill -9 with the pid that ./freshet status says, then ./freshet up"),
    STOPPED("was stopped in good order, and nobody started it again", "./freshet up");

    private final String doing;
    private final String mending;

    Way(String doing, String mending) {
      this.doing = doing;
      this.mending = mending;
    }

    String mending() {
      return mending;
    }
  }

  /** Such as {@code kafka-asleep}. */
  String name() {
    return process + "-" + way.name().toLowerCase(Locale.ROOT);
  }

  /** What has happened, in a sentence without its end. */
  String doing() {
    return "%s %s".formatted(process, way.doing);
  }

  /** The processes that have to run again. */
  List<String> processes() {
    return way == Way.STOPPED
        ? List.of(process + "-jobmanager", process + "-taskmanager")
        : List.of(process);
  }

  /** Whether somebody who says this has understood whose fault it is. */
  boolean isNamedIn(String words) {
    return Arrays.asList(words.toLowerCase(Locale.ROOT).split("\\W+"))
        .contains(process.replaceFirst("-.*", ""));
  }
}
