package io.freshet.console.pipeline;

import io.freshet.core.toolkit.InvalidSettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where JobManagers can be asked: those that the settings name, and those of a file that is read
 * anew each time, as jobs come and go.
 *
 * @param addresses of Flink's REST API, such as {@code http://jobmanager:8081}
 * @param file a line for each, its name and its address; one that is not there names none
 */
public record JobManagers(List<String> addresses, Optional<Path> file) {
  private static final Pattern ADDRESS = Pattern.compile("https?://[\\w.:\\[\\]-]+(/[\\w./-]*)?");
  private static final Pattern LINE = Pattern.compile("([\\w.-]+) +(https?://\\S+)");

  /**
   * One of them.
   *
   * @param name as people know it; its address where it has no other
   */
  public record JobManager(String name, String address) {}

  public JobManagers {
    addresses = addresses.stream().map(each -> each.replaceFirst("/+$", "")).toList();
    for (String address : addresses) {
      if (!ADDRESS.matcher(address).matches()) {
        throw new InvalidSettingException(
            "console.flink", address, "addresses of JobManagers such as http://127.0.0.1:8081");
      }
    }
  }

  /** Those of now. */
  List<JobManager> now() throws IOException {
    List<JobManager> all =
        new ArrayList<>(addresses.stream().map(each -> new JobManager(each, each)).toList());
    if (file.isPresent()) {
      all.addAll(named(file.get()));
    }

    return all;
  }

  private static List<JobManager> named(Path file) throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .map(LINE::matcher)
          .filter(Matcher::matches)
          .map(line -> new JobManager(line.group(1), line.group(2)))
          .toList();
    } catch (NoSuchFileException none) {
      return List.of();
    }
  }
}
