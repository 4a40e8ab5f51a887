package io.freshet.ingestion.writer;

/** Where a table begins to read a topic that it has never read. */
public enum Beginning {
  /** With all that the topic still has. */
  EARLIEST,
  /** With what comes from now on; the table's ledger says where that was. */
  LATEST
}
