package io.freshet.local;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** A launcher in a process of its own, to be killed by a test. */
public final class Launcher {
  private Launcher() {}

  /** Arguments: state folder, parts. */
  public static void main(String[] arguments) {
    Set<Part> parts = EnumSet.noneOf(Part.class);
    Arrays.stream(arguments)
        .skip(1)
        .map(name -> name.toUpperCase(Locale.ROOT))
        .map(Part::valueOf)
        .forEach(parts::add);
    Platform platform = Platform.in(new StateFolder(Path.of(arguments[0])));
    ProgressListener print = (part, line) -> System.out.println(part + ": " + line);
    if (parts.isEmpty()) {
      platform.down(print);
    } else {
      platform.up(parts, print);
    }
    platform.status().forEach(System.out::println);
  }
}
