package io.freshet.cli.lake;

import io.freshet.assurance.prove.Depth;

/** How thoroughly tables of streams are proved; others always are as a whole, by identities. */
public record ProofRequest(Depth depth, From from, Engine engine) {
  /** Each value of all rows. */
  public static final ProofRequest DEEP =
      new ProofRequest(Depth.VALUES, From.BEGINNING, Engine.ICEBERG);

  /** Which records are rows, from where the last proof that held has ended. */
  public static final ProofRequest SINCE =
      new ProofRequest(Depth.IDENTITIES, From.NEWEST_RECEIPT, Engine.ICEBERG);

  /** Where a proof begins. */
  enum From {
    BEGINNING,
    /** Where the newest receipt of a proof that held ends. */
    NEWEST_RECEIPT
  }

  /** Where the values come from that are held against what the writer noted. */
  enum Engine {
    /** Rows, read by Iceberg. */
    ICEBERG,
    /** Rows, all of them, read by Trino. */
    TRINO,
    /** Events, decoded anew from the log. */
    KAFKA
  }

  /** What such a proof shows of a stream's table. */
  enum Subject {
    /** Which records of the log its rows are. */
    IDENTITIES,
    /** Also each value of its rows. */
    VALUES,
    /** Also that the log's events, decoded anew, are what the ledger says. */
    EVENTS;

    /** Whether a proof of this can go on from one of that. */
    boolean goesOnFrom(Subject earlier) {
      return this == IDENTITIES || this == earlier;
    }
  }

  Subject subject() {
    if (depth == Depth.IDENTITIES) {
      return Subject.IDENTITIES;
    }

    return engine == Engine.KAFKA ? Subject.EVENTS : Subject.VALUES;
  }
}
