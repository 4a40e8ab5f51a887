package io.freshet.core.lake;

/** Keys that Freshet writes into the summary of each snapshot that it commits. */
public final class CommitSummary {
  /** The commit's own ranges, as {@link LedgerCodec#writeRanges} prints them. */
  public static final String RANGES = "freshet.ranges";

  /** How many sources the ledger has, where a commit brings nothing but one of them. */
  public static final String SOURCES = "freshet.sources";

  /**
   * The stretches of the log that the commit has written anew, as {@link
   * LedgerCodec#writeStretches} prints them.
   */
  public static final String REPAIRED = "freshet.repaired";

  /** How many rows the commit has erased, for ever. */
  public static final String ERASED = "freshet.erased";

  /** How many rows the commit has let go, as they were kept as long as their contract says. */
  public static final String EXPIRED = "freshet.expired";

  /** Received time, ISO-8601: those rows came before it. */
  public static final String EXPIRED_BEFORE = "freshet.expired-before";

  /**
   * Says that the table has the same rows as before, though the commit's operation is one that
   * takes rows away: what says which these are was written anew.
   */
  public static final String SAME_ROWS = "freshet.same-rows";

  /** Received-to-commit histogram, as {@link ReceivedHistogram#encode} prints it. */
  public static final String RECEIVED_TO_COMMIT = "freshet.received-to-commit";

  /** Which job wrote it, such as {@code writer/5c1e…}. */
  public static final String WRITER = "freshet.writer";

  private CommitSummary() {}
}
