package io.freshet.testing.fuzz;

import io.freshet.testing.fuzz.Shot.Framing;
import io.freshet.testing.fuzz.Shot.Manner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Makes a request smaller as long as it shows the same. */
final class Shrinker {
  private static final int MOST_TRIES = 80;
  // Each takes as long as an answer may.
  private static final int MOST_WAITS = 8;

  private final Function<Shot, Optional<Finding.Fault>> trial;

  /**
   * @param trial what is wrong when that request is sent
   */
  Shrinker(Function<Shot, Optional<Finding.Fault>> trial) {
    this.trial = trial;
  }

  Shot smallest(Shot shot, Finding.Kind kind) {
    Shot smallest = shot;
    int most = kind == Finding.Kind.HANG ? MOST_WAITS : MOST_TRIES;
    int tries = 0;
    boolean isSmaller = true;
    while (isSmaller) {
      isSmaller = false;
      for (Shot smaller : smaller(smallest)) {
        if (++tries > most) {
          return smallest;
        }
        if (trial.apply(smaller).filter(fault -> fault.kind() == kind).isPresent()) {
          smallest = smaller;
          isSmaller = true;
          break;
        }
      }
    }

    return smallest;
  }

  private static List<Shot> smaller(Shot shot) {
    List<Shot> all = new ArrayList<>();
    if (shot.manner() != Manner.AT_ONCE) {
      all.add(shot.withManner(Manner.AT_ONCE));
    }
    if (shot.framing() == Framing.CHUNKED) {
      all.add(shot.withFraming(Framing.LENGTH));
    }
    if (shot.target().contains("?")) {
      all.add(shot.withTarget(shot.path()));
    }
    for (int i = 0; i < shot.headers().size(); i++) {
      List<Shot.Header> fewer = new ArrayList<>(shot.headers());
      fewer.remove(i);
      all.add(shot.withHeaders(fewer));
    }
    byte[] body = shot.body();
    if (body.length > 0 && shot.framing() != Framing.OWN) {
      all.add(shot.withBody(new byte[0]));
      all.add(shot.withBody(Arrays.copyOf(body, body.length / 2)));
      all.add(shot.withBody(Arrays.copyOfRange(body, body.length / 2, body.length)));
    }

    return all;
  }
}
