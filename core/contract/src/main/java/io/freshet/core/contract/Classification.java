package io.freshet.core.contract;

/** Who may see a column's values; the default is {@link #INTERNAL}. */
public enum Classification {
  PUBLIC,
  INTERNAL,
  CONFIDENTIAL,
  /** Tells something about a person; masked for roles that have no need of it. */
  PERSONAL
}
