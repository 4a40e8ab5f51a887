package io.freshet.testing.e2e;

import java.security.SecureRandom;
import java.util.Random;

/** What decides where chance does. Prints as the option that decides the same way again. */
record Seed(long number) {
  private static final String PROPERTY = "freshet.seed";

  /** The one that the system property names, or another one every time. */
  static Seed chosen() {
    return new Seed(Long.getLong(PROPERTY, new SecureRandom().nextInt(1_000_000)));
  }

  Random random() {
    return new Random(number);
  }

  @Override
  public String toString() {
    return "-D%s=%d".formatted(PROPERTY, number);
  }
}
