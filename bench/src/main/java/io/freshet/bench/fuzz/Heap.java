package io.freshet.bench.fuzz;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a JVM's heap holds once its garbage is gone, as {@code jcmd} tells it. */
final class Heap {
  // A line of each generation, or one of the whole heap, by collector.
  private static final Pattern USED = Pattern.compile("total \\d+K, used (\\d+)K");

  private Heap() {}

  /** Empty where there is no such process any more. */
  static OptionalLong usedMegabytes(OptionalLong pid) {
    if (pid.isEmpty() || ProcessHandle.of(pid.getAsLong()).isEmpty()) {
      return OptionalLong.empty();
    }
    String id = Long.toString(pid.getAsLong());
    ask(id, "GC.run");
    Matcher used = USED.matcher(ask(id, "GC.heap_info"));
    long kilobytes = 0;
    while (used.find()) {
      kilobytes += Long.parseLong(used.group(1));
    }

    return OptionalLong.of(kilobytes >> 10);
  }

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

      return new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new FreshetException(
          Fault.CALLER, "Cannot run jcmd, which a JDK has: " + e.getMessage(), e);
    }
  }
}
