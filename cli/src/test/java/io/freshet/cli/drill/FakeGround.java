package io.freshet.cli.drill;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Time passes by a minute with each look; what is seen when is said before. */
final class FakeGround implements Ground, InstantSource {
  private static final Proven PROVEN = new Proven(true, 11, 5_000, 0, 0);

  private final Optional<Duration> shown;
  private final Optional<Duration> mended;
  private final List<String> done = new ArrayList<>();
  private Proven proven = PROVEN;
  private Runnable meanwhile = () -> {};
  private Duration injecting = Duration.ZERO;
  private Duration elapsed = Duration.ZERO;

  /**
   * @param shown until the console shows it; empty: never
   * @param mended until somebody has mended it; empty: nobody does
   */
  FakeGround(Optional<Duration> shown, Optional<Duration> mended) {
    this.shown = shown;
    this.mended = mended;
  }

  FakeGround proving(Proven other) {
    proven = other;

    return this;
  }

  /** How long it takes until a fault is in force. */
  FakeGround injectingFor(Duration time) {
    injecting = time;

    return this;
  }

  /** What happens before it is looked at for the first time. */
  FakeGround meanwhile(Runnable happening) {
    meanwhile = happening;

    return this;
  }

  /** Lets time pass beside what looks take. */
  void pass(Duration time) {
    elapsed = elapsed.plus(time);
  }

  /** What was done, in order. */
  List<String> done() {
    return done;
  }

  @Override
  public Instant instant() {
    return Instant.EPOCH.plus(elapsed);
  }

  @Override
  public void awaitWell() {
    done.add("well");
  }

  @Override
  public void inject(DrillFault fault) {
    done.add("inject " + fault.name());
    elapsed = elapsed.plus(injecting);
  }

  @Override
  public boolean shows(Sign sign) {
    Runnable happening = meanwhile;
    meanwhile = () -> {};
    happening.run();

    return hasPassed(shown);
  }

  @Override
  public boolean isMended(DrillFault fault) {
    boolean is = hasPassed(mended);
    elapsed = is ? elapsed : elapsed.plusMinutes(1);

    return is;
  }

  private boolean hasPassed(Optional<Duration> until) {
    return until.filter(time -> elapsed.compareTo(time) >= 0).isPresent();
  }

  @Override
  public void mend(DrillFault fault) {
    done.add("mend " + fault.name());
  }

  @Override
  public Proven prove() {
    done.add("prove");

    return proven;
  }
}
