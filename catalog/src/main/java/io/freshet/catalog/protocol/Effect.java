package io.freshet.catalog.protocol;

/** What a route does to the lake; it decides what may be answered when it fails midway. */
enum Effect {
  /** Nothing: it may be asked again. */
  READS,
  /** Changes the catalog; asked again, it may meet its own first try. */
  CHANGES,
  /** Commits files: a client that is told "failed" deletes them. */
  COMMITS
}
