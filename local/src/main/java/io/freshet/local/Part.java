package io.freshet.local;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The parts of the embedded platform, in an order in which they can be started. */
public enum Part {
  KAFKA,
  S3,
  POSTGRES,
  REDIS,
  REGISTRY(POSTGRES),
  CATALOG(POSTGRES, S3),
  LINEAGE(POSTGRES),
  TRINO(CATALOG),
  CONSOLE(KAFKA, CATALOG);

  private final List<Part> needs;

  Part(Part... needs) {
    this.needs = List.of(needs);
  }

  /** The name used in commands, logs, folders and settings: {@code kafka}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The parts without which this one can't serve. */
  public List<Part> needs() {
    return needs;
  }

  /** The parts that must be up before this one is started; some look for what they need later. */
  Collection<Part> startsAfter() {
    return this == TRINO || this == CONSOLE ? List.of() : needs;
  }

  /** The parts that can't serve without this one, and are stopped before it. */
  Collection<Part> neededBy() {
    return Arrays.stream(values()).filter(part -> part.needs.contains(this)).toList();
  }

  /** The part of that label, if there is one. */
  public static Optional<Part> labelled(String label) {
    return Arrays.stream(values()).filter(part -> part.label().equals(label)).findFirst();
  }

  /** {@code parts} and whatever they need, directly or not. */
  public static Set<Part> withNeeds(Set<Part> parts) {
    EnumSet<Part> all = EnumSet.noneOf(Part.class);
    parts.forEach(part -> addWithNeeds(part, all));

    return all;
  }

  private static void addWithNeeds(Part part, Set<Part> all) {
    if (all.add(part)) {
      part.needs.forEach(need -> addWithNeeds(need, all));
    }
  }
}
