package io.freshet.recovery.metadata;

import io.freshet.recovery.metadata.Description.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What becomes of one folder with metadata.
 *
 * @param name empty where nobody knows it
 * @param metadata the newest file, where there is one
 * @param snapshot of that file
 * @param detail for people
 */
public record Entry(
    Action action,
    Kind kind,
    Optional<String> name,
    String folder,
    Optional<String> metadata,
    Optional<Instant> lastUpdated,
    OptionalLong snapshot,
    String detail,
    List<String> neverCommitted) {
  public Entry {
    neverCommitted = List.copyOf(neverCommitted);
  }

  /** What is done, or why nothing is. */
  public enum Action {
    /** The catalog lacks it. */
    REGISTER,
    /** The catalog has it as it is. */
    AS_IS,
    /** The catalog has an older state of it; a restore moves that on. */
    BEHIND,
    /** The newest state, the name, or which of several bears the name can't be told. */
    UNDECIDED
  }

  /** The same, by a decision of the caller's. */
  Entry with(Action another, String why) {
    return new Entry(
        another, kind, name, folder, metadata, lastUpdated, snapshot, why, neverCommitted);
  }
}
