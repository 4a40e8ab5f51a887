package io.freshet.core.toolkit;

/** Whose failure it is; exit code, HTTP status, retry and alert follow from it. */
public enum Fault {
  /** Bad input: the caller must change it. */
  CALLER(2),
  /** Kafka, the catalog, the store, Redis is away: a retry helps. */
  DEPENDENCY(75),
  /** A bug of ours, or a check that failed. */
  OURS(1);

  private final int exitCode;

  Fault(int exitCode) {
    this.exitCode = exitCode;
  }

  public int exitCode() {
    return exitCode;
  }
}
