package io.freshet.cli.lake;

import io.freshet.assurance.prove.Depth;

/** How thoroughly tables of streams are proved; others always are as a whole, by identities. */
public record ProofRequest(Depth depth, From from, Engine engine) {
  /** Each value of all rows. */
  public static final ProofRequest DEEP =
      new ProofRequest(Depth.VALUES, From.BEGINNING, Engine.ICEBERG);

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
}
