package io.freshet.catalog.access;

import java.util.Locale;

/** What somebody may do with tables and views. */
public enum Action {
  /** See that it is there, load it, read its files. */
  READ,
  /** Commit to it and write files of it: rows, schema, properties. */
  WRITE,
  /** Take something out of its history, and delete its files. */
  MAINTAIN,
  /** Make it, and change its schema and properties: neither rows nor files, and nothing goes. */
  SHAPE,
  /** Make it, rename it, drop it without deleting its files; likewise namespaces. */
  CREATE,
  /** All, and besides say where files lie; only for everything at once. */
  ADMIN;

  /** Whether who may do this may do {@code other}, too. */
  boolean implies(Action other) {
    return this == other
        || switch (this) {
          case READ, SHAPE -> false;
          case WRITE -> other == READ;
          case MAINTAIN -> other == READ || other == WRITE;
          case CREATE -> other == READ || other == WRITE || other == SHAPE;
          case ADMIN -> true;
        };
  }

  /** As it is written in a scope. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
