package io.freshet.catalog.delta.plan;

import java.util.Locale;

/** What becomes of a data file. */
public enum Placement {
  /** It stays where it is, and the table points to it. */
  IN_PLACE,
  /** Its bytes are copied into the table's folder. */
  COPIED,
  /** Its rows are written anew: Iceberg's readers would not read it, or read it wrongly. */
  REWRITTEN;

  /** As JSON and texts name it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
