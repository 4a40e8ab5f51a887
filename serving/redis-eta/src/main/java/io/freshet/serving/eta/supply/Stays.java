package io.freshet.serving.eta.supply;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/** Who has which order when, and who waits for a dasher. Mutable. */
final class Stays {
  private final Map<Long, List<Stay>> byDasher = new HashMap<>();
  private final NavigableSet<Stay> waits = new TreeSet<>(Stay.LONGEST_FIRST);

  void add(Stay stay) {
    if (stay.isWait()) {
      waits.add(stay);
    } else {
      byDasher.computeIfAbsent(stay.dasherId(), any -> new ArrayList<>(1)).add(stay);
    }
  }

  void remove(Stay stay) {
    if (stay.isWait()) {
      waits.remove(stay);
    } else {
      byDasher.computeIfPresent(
          stay.dasherId(), (dasher, stays) -> stays.remove(stay) && stays.isEmpty() ? null : stays);
    }
  }

  List<Stay> of(long dasherId) {
    return byDasher.getOrDefault(dasherId, List.of());
  }

  /** In seconds; null when nobody waits. */
  Integer longestWait(long minute) {
    for (Stay wait : waits) {
      if (wait.includes(minute)) {
        return (int) ((minute - wait.since()) / 1000);
      }
    }

    return null;
  }

  /** So that nobody looks again and again at those who waited longest, but before that minute. */
  void forgetWaitsBefore(long minute) {
    Iterator<Stay> longest = waits.iterator();
    while (longest.hasNext() && longest.next().until() <= minute) {
      longest.remove();
    }
  }
}
