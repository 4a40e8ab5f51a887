package io.freshet.bench.maintain;

import java.time.Instant;

/** A stretch of time in which the writer had company, or none. */
record Spell(Company company, Instant from, Instant to) {
  /** Who works on the same table. */
  enum Company {
    ALONE("alone"),
    MAINTENANCE("beside maintenance");

    private final String words;

    Company(String words) {
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  boolean holds(Instant time) {
    return !time.isBefore(from) && time.isBefore(to);
  }
}
