package io.freshet.simulator.marketplace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** The dashers who wait for an order, by area, so that a near one is found without asking all. */
final class IdleDashers {
  // Beyond that many in one area, another one is hardly nearer.
  private static final int MOST_ASKED = 16;

  private final List<List<Dasher>> areas = new ArrayList<>();
  private final List<int[]> nearestAreas = new ArrayList<>();
  private int size;

  IdleDashers() {
    for (int area = 0; area < StreetGrid.AREAS; area++) {
      areas.add(new ArrayList<>());
      nearestAreas.add(areasByDistance(area));
    }
  }

  boolean isEmpty() {
    return size == 0;
  }

  void add(Dasher dasher, long now) {
    dasher.idleArea = StreetGrid.area(dasher.drive.eastAt(now), dasher.drive.northAt(now));
    List<Dasher> area = areas.get(dasher.idleArea);
    dasher.idlePosition = area.size();
    area.add(dasher);
    size++;
  }

  void remove(Dasher dasher) {
    List<Dasher> area = areas.get(dasher.idleArea);
    Dasher last = area.remove(area.size() - 1);
    if (last != dasher) {
      area.set(dasher.idlePosition, last);
      last.idlePosition = dasher.idlePosition;
    }
    size--;
  }

  /** The nearest of those in the nearest area that has any. */
  Optional<Dasher> nearest(Spot spot, long now) {
    if (isEmpty()) {
      return Optional.empty();
    }
    for (int area : nearestAreas.get(StreetGrid.area(spot.east(), spot.north()))) {
      List<Dasher> dashers = areas.get(area);
      if (!dashers.isEmpty()) {
        return Optional.of(nearest(dashers, spot, now));
      }
    }

    return Optional.empty();
  }

  private static Dasher nearest(List<Dasher> dashers, Spot spot, long now) {
    Dasher nearest = dashers.get(0);
    double shortest = nearest.drive.at(now).gridDistance(spot);
    for (int i = 1; i < Math.min(MOST_ASKED, dashers.size()); i++) {
      Dasher dasher = dashers.get(i);
      double distance = dasher.drive.at(now).gridDistance(spot);
      if (distance < shortest) {
        nearest = dasher;
        shortest = distance;
      }
    }

    return nearest;
  }

  /** Anyone; there must be one. */
  Dasher any(RandomGenerator random) {
    int area = random.nextInt(areas.size());
    while (areas.get(area).isEmpty()) {
      area = (area + 1) % areas.size();
    }
    List<Dasher> dashers = areas.get(area);

    return dashers.get(random.nextInt(dashers.size()));
  }

  private static int[] areasByDistance(int from) {
    return IntStream.range(0, StreetGrid.AREAS)
        .boxed()
        .sorted(Comparator.comparingInt(to -> squaredDistance(from, to)))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static int squaredDistance(int from, int to) {
    int rows = to / StreetGrid.AREAS_A_SIDE - from / StreetGrid.AREAS_A_SIDE;
    int columns = to % StreetGrid.AREAS_A_SIDE - from % StreetGrid.AREAS_A_SIDE;

    return rows * rows + columns * columns;
  }
}
