package io.freshet.serving.eta.supply;

/** How many there are of each {@link Kind}, or how many more or fewer than before. Mutable. */
final class Tally {
  private static final int KINDS = Kind.values().length;

  private final int[] counts = new int[KINDS];

  int of(Kind kind) {
    return counts[kind.ordinal()];
  }

  void add(Kind kind, int many) {
    counts[kind.ordinal()] += many;
  }

  void add(Tally other) {
    for (int i = 0; i < KINDS; i++) {
      counts[i] += other.counts[i];
    }
  }

  Tally plus(Tally other) {
    Tally sum = new Tally();
    sum.add(this);
    sum.add(other);

    return sum;
  }

  boolean isZero() {
    int any = 0;
    for (int count : counts) {
      any |= count;
    }

    return any == 0;
  }

  Figures figures() {
    int unassigned = of(Kind.UNREADY) + of(Kind.READY);

    return new Figures(
        of(Kind.BUSY), of(Kind.IDLE), of(Kind.TAKEN) + unassigned, unassigned, of(Kind.READY));
  }
}
