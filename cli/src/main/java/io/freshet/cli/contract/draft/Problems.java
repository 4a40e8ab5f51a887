package io.freshet.cli.contract.draft;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/** What no contract can say: collected, so that one try finds all of it. */
final class Problems {
  private final Path source;
  private final Set<String> found = new LinkedHashSet<>();

  Problems(Path source) {
    this.source = source;
  }

  void add(String place, String problem, String remedy) {
    found.add("%s: %s; %s".formatted(place.isEmpty() ? "the whole" : place, problem, remedy));
  }

  /** Refuses, if there is a problem. */
  void check() {
    if (!found.isEmpty()) {
      throw refused(
          "No contract can be drafted from %s:%n%s".formatted(source, String.join("\n", found)));
    }
  }

  FreshetException unreadable(String why) {
    return refused("%s can't be read: %s".formatted(source, why));
  }

  private static FreshetException refused(String message) {
    return new FreshetException(Fault.CALLER, message);
  }
}
