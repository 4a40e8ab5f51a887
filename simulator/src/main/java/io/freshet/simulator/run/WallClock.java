package io.freshet.simulator.run;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;

/** The clock on the wall, and waiting by it; tests bring one that they turn by hand. */
public interface WallClock {
  /** Microseconds since 1970. */
  long micros();

  void sleepMicros(long micros) throws InterruptedException;

  static WallClock system() {
    return new WallClock() {
      @Override
      public long micros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
      }

      @Override
      public void sleepMicros(long micros) throws InterruptedException {
        TimeUnit.MICROSECONDS.sleep(micros);
      }
    };
  }
}
