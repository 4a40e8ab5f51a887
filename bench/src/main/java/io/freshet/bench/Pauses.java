package io.freshet.bench;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.Duration;

/** Lets time pass. */
public final class Pauses {
  private Pauses() {}

  public static void pause(Duration duration) {
    try {
      Thread.sleep(duration.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FreshetException(Fault.CALLER, "Interrupted", e);
    }
  }
}
