package io.freshet.serving.live.watch;

import java.time.Instant;

/** Time as watching needs it: how long, and when. */
public interface WatchClock {
  /** Only differences mean something. */
  long nanos();

  Instant instant();

  static WatchClock system() {
    return new WatchClock() {
      @Override
      public long nanos() {
        return System.nanoTime();
      }

      @Override
      public Instant instant() {
        return Instant.now();
      }
    };
  }
}
