package io.freshet.bench.alerts;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Which faults come in which order. Pure. */
final class Draw {
  private Draw() {}

  /** The same for the same arguments; each once before any comes again. */
  static <T> List<T> of(List<T> faults, int count, long seed) {
    Random random = new Random(seed);
    List<T> drawn = new ArrayList<>();
    while (drawn.size() < count) {
      List<T> round = new ArrayList<>(faults);
      Collections.shuffle(round, random);
      drawn.addAll(round.subList(0, Math.min(round.size(), count - drawn.size())));
    }

    return List.copyOf(drawn);
  }
}
