package io.freshet.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Where programs of this machine are looked for: the PATH. */
public final class SearchPath {
  private SearchPath() {}

  public static boolean has(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(each -> Files.isExecutable(Path.of(each, program)));
  }
}
