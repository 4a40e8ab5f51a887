package io.freshet.simulator.run;

/** A clock that stands still until someone sleeps by it or turns it. */
public final class HandTurnedClock implements WallClock {
  private long micros;
  private long sleptMicros;

  public HandTurnedClock(long micros) {
    this.micros = micros;
  }

  @Override
  public long micros() {
    return micros;
  }

  @Override
  public void sleepMicros(long duration) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("Interrupted while asleep");
    }
    sleptMicros += duration;
    micros += duration;
  }

  public void turn(long duration) {
    micros += duration;
  }

  public long sleptMicros() {
    return sleptMicros;
  }
}
