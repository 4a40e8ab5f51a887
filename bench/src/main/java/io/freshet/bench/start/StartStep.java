package io.freshet.bench.start;

import java.util.Locale;

/** What a newcomer waits for, in the order in which it usually comes. */
public enum StartStep {
  BUILT("the project is built"),
  ANSWERED("the console answers"),
  UP("everything is up"),
  /** Pings of this start, and not of one before it, can be queried, and the page says so. */
  LIVE("a page shows live data"),
  HELD("every table is proved"),
  DONE("the demo's last line");

  private final String label;

  StartStep(String label) {
    this.label = label;
  }

  /** As people read it. */
  public String label() {
    return label;
  }

  /** As results name it. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
