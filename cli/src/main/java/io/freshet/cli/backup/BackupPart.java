package io.freshet.cli.backup;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What a backup may hold, in the order in which it is restored. */
enum BackupPart {
  CATALOG,
  REGISTRY,
  ORDERS,
  LIVE,
  LINEAGE,
  LAKE,
  TOPICS,
  FLINK,
  CONTRACTS,
  RECEIPTS,
  MODELS,
  PROFILE;

  private static final Set<BackupPart> DATABASES =
      EnumSet.of(CATALOG, REGISTRY, ORDERS, LIVE, LINEAGE);

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it is a database of Postgres. */
  boolean isDatabase() {
    return DATABASES.contains(this);
  }

  /** Where its files lie in a backup. */
  String folder() {
    return (isDatabase() ? "databases/" : "files/") + label() + "/";
  }

  /** All that are named; none is all. */
  static Set<BackupPart> of(List<String> labels) {
    if (labels.isEmpty()) {
      return EnumSet.allOf(BackupPart.class);
    }
    Set<BackupPart> parts = EnumSet.noneOf(BackupPart.class);
    for (String label : labels) {
      parts.add(
          Arrays.stream(values())
              .filter(part -> part.label().equals(label))
              .findFirst()
              .orElseThrow(
                  () ->
                      new FreshetException(
                          Fault.CALLER,
                          "'%s' is no part of a backup; these are: %s"
                              .formatted(
                                  label,
                                  Arrays.stream(values())
                                      .map(BackupPart::label)
                                      .collect(Collectors.joining(", "))))));
    }

    return parts;
  }
}
