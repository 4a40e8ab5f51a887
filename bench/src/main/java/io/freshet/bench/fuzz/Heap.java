package io.freshet.bench.fuzz;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a JVM's heap holds once its garbage is gone, as {@code jcmd} tells it. */
final class Heap {
  // A line of each generation, or one of the whole heap, by collector.
  private static final Pattern USED = Pattern.compile("total \\d+K, used (\\d+)K");
  private static final Duration LONGEST_ANSWER = Duration.ofMinutes(1);

  private Heap() {}

  /** Empty where there is no such process any more, or where it does not tell. */
  static OptionalLong usedMegabytes(OptionalLong pid) {
    if (pid.isEmpty() || ProcessHandle.of(pid.getAsLong()).isEmpty()) {
      return OptionalLong.empty();
    }
    String id = Long.toString(pid.getAsLong());
    ask(id, "GC.run");

    return megabytes(ask(id, "GC.heap_info"));
  }

  static OptionalLong megabytes(String answer) {
    Matcher used = USED.matcher(answer);
    if (!used.find()) {
      return OptionalLong.empty();
    }
    long kilobytes = 0;
    do {
      kilobytes += Long.parseLong(used.group(1));
    } while (used.find());

    return OptionalLong.of(kilobytes >> 10);
  }

  /** What is answered is short: it fits in the pipe of a process that has ended. */
  private static String ask(String pid, String question) {
    try {
      Process jcmd =
          new ProcessBuilder(
                  List.of(
                      Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                      pid,
                      question))
              .redirectErrorStream(true)
              .start();
      if (!jcmd.waitFor(LONGEST_ANSWER.toSeconds(), TimeUnit.SECONDS)) {
        jcmd.destroyForcibly();

        return "";
      }

      return new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new FreshetException(
          Fault.CALLER, "Cannot run jcmd, which a JDK has: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FreshetException(Fault.CALLER, "Interrupted while a heap was looked at", e);
    }
  }
}
