package io.freshet.cli.docs.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A key of the profile, and all who read it. */
record Setting(String key, List<Read> reads) {
  static final String REQUIRED = "required";
  static final String NONE = "none";

  /** Which mostly looks at what others need. */
  static final String CLI = "cli";

  private static final String TEXT = "text";

  Setting {
    reads = List.copyOf(reads);
  }

  /**
   * One place that reads it.
   *
   * @param standard what holds where it is not set; or that it must be
   */
  record Read(String module, String type, String standard) {}

  /** By those whose setting it is: by the command line only where it is nobody else's. */
  static Setting of(String key, List<Read> reads) {
    List<Read> others = reads.stream().filter(read -> !read.module().equals(CLI)).toList();

    return new Setting(key, others.isEmpty() ? reads : others);
  }

  Set<String> modules() {
    return reads.stream().map(Read::module).collect(Collectors.toCollection(TreeSet::new));
  }

  /** Some only look whether it is there, as a text; others then say what it is. */
  String type() {
    return reads.stream()
        .map(Read::type)
        .filter(type -> !type.equals(TEXT))
        .findFirst()
        .orElse(TEXT);
  }

  /** Several where modules differ. Who looks first whether it is set can do without. */
  Set<String> standards() {
    Map<String, List<String>> byModule = new TreeMap<>();
    for (Read read : reads) {
      byModule.computeIfAbsent(read.module(), any -> new ArrayList<>()).add(read.standard());
    }

    return byModule.values().stream()
        .flatMap(all -> all.contains(NONE) ? List.of(NONE).stream() : all.stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
