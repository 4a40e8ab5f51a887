package io.freshet.local.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The end of a log, for messages about a process that would not start. */
public final class LogTail {
  private static final int LINES = 12;
  private static final int CAUSES = 6;
  private static final int BYTES = 32 * 1024;

  private LogTail() {}

  /** Shutting down in good order, engines bury the reason under a page of farewells. */
  private static boolean namesACause(String line) {
    return line.contains(" ERROR ") || line.startsWith("Caused by:");
  }

  /** Each line on one of its own and indented, or nothing when there is no log. */
  public static String of(Path log) {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      long from = Math.max(0, file.length() - BYTES);
      byte[] end = new byte[(int) (file.length() - from)];
      file.seek(from);
      file.readFully(end);
      List<String> lines =
          new String(end, StandardCharsets.UTF_8).lines().filter(line -> !line.isBlank()).toList();

      int last = Math.max(0, lines.size() - LINES);
      List<String> causes = lines.subList(0, last).stream().filter(LogTail::namesACause).toList();

      return Stream.concat(
              causes.stream().skip(Math.max(0, causes.size() - CAUSES)), lines.stream().skip(last))
          .map(line -> "\n  | " + line)
          .collect(Collectors.joining());
    } catch (IOException e) {
      return "";
    }
  }
}
