package io.freshet.assurance.find;

import java.time.Instant;
import java.util.Optional;

/**
 * Where in a table a row lies.
 *
 * @param committed when it became a row; empty where that snapshot has expired
 * @param rewritten the snapshot that put it into this file, where that is another one
 */
public record Stored(
    String table, File file, Optional<Commit> committed, Optional<Commit> rewritten) {
  /** A data file. */
  public record File(String location, long rows, long bytes) {}

  /** A snapshot of the table. */
  public record Commit(long snapshot, Instant at) {}
}
