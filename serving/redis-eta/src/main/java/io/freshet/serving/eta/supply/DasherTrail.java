package io.freshet.serving.eta.supply;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The newest sight of a dasher in each of the last minutes: enough to know where it was at the end
 * of any of them, in whatever order its pings came.
 *
 * <p>Mutable, with the public fields that Flink's POJO serializer asks for.
 */
public final class DasherTrail implements Trail {
  /** A silence of that length takes a dasher off line. */
  static final long ONLINE_MILLIS = 5 * Minutes.MILLIS;

  /** More minutes than a replay runs ahead; only a phone whose clock is wrong has more. */
  private static final int MOST_SIGHTS = 60;

  /** From the oldest to the newest. */
  public List<Sight> sights = new ArrayList<>();

  void add(Sight sight) {
    long minute = Minutes.endOf(sight.millis());
    int place = sights.size();
    while (place > 0 && Minutes.endOf(sights.get(place - 1).millis()) > minute) {
      place--;
    }
    boolean known = place > 0 && Minutes.endOf(sights.get(place - 1).millis()) == minute;
    if (!known) {
      sights.add(place, sight);
      if (sights.size() > MOST_SIGHTS) {
        sights.remove(MOST_SIGHTS);
      }
    } else if (sight.replaces(sights.get(place - 1))) {
      sights.set(place - 1, sight);
    }
  }

  /** Where it was at the end of a minute; empty when it was not on line. */
  Optional<Sight> at(long moment) {
    for (int place = sights.size() - 1; place >= 0; place--) {
      Sight sight = sights.get(place);
      if (sight.millis() < moment) {
        return sight.millis() >= moment - ONLINE_MILLIS ? Optional.of(sight) : Optional.empty();
      }
    }

    return Optional.empty();
  }

  @Override
  public boolean forgetBefore(long minute) {
    return sights.removeIf(sight -> sight.millis() < minute - ONLINE_MILLIS);
  }

  @Override
  public boolean isEmpty() {
    return sights.isEmpty();
  }
}
