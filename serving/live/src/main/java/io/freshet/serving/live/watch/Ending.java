package io.freshet.serving.live.watch;

/** Why a watcher is sent away, with the status that RFC 6455 has for it. */
public enum Ending {
  OVER(1000, "The order is over"),
  EXPIRED(1008, "The token has expired"),
  TALKS(1003, "Nothing is taken here"),
  SILENT(1001, "No answer to pings"),
  SLOW(1013, "Too slow to take what is sent"),
  RESTART(1012, "The server restarts");

  private final int status;
  private final String text;

  Ending(int status, String text) {
    this.status = status;
    this.text = text;
  }

  public int status() {
    return status;
  }

  public String text() {
    return text;
  }

  /** Whether coming again helps. */
  public boolean isPassing() {
    return this == SILENT || this == SLOW || this == RESTART;
  }
}
