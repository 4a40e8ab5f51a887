package io.freshet.simulator.marketplace;

import io.freshet.simulator.marketplace.Dasher.Status;
import io.freshet.simulator.marketplace.Drive.Roads;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** A city's dashers: who is online, where they wait, and their drives. */
final class Fleet {
  private static final long CONTROL_MILLIS = 15_000;
  private static final long SHORTEST_SHIFT_MILLIS = TimeUnit.HOURS.toMillis(2);
  private static final long LONGEST_SHIFT_MILLIS = TimeUnit.HOURS.toMillis(6);

  private static final long SHORTEST_REST_MILLIS = TimeUnit.HOURS.toMillis(1);

  private static final double SLOWEST_PACE = .8;
  private static final double FASTEST_PACE = 1.15;
  private static final double SPREAD_METERS = 2_500;

  private final int cityNumber;
  private final double dashersAtPeak;
  private final StreetGrid grid;
  private final LocalClock clock;
  private final Agenda agenda;
  private final RandomGenerator random;
  private final IdleDashers idle = new IdleDashers();
  private final List<Dasher> dashers = new ArrayList<>();
  private final Deque<Dasher> offline = new ArrayDeque<>();
  private Consumer<Dasher> onArrivalOnline = dasher -> {};
  private int online;

  Fleet(CityParts parts) {
    this.cityNumber = parts.number();
    this.dashersAtPeak = parts.dashersAtPeak();
    this.grid = parts.grid();
    this.clock = parts.clock();
    this.agenda = parts.agenda();
    this.random = parts.random();
  }

  /** Brings the first dashers online and goes on adjusting their number to the hour. */
  void open() {
    adjust(0);
  }

  /** Tells the listener of each dasher who is online now, and from now on of each who comes. */
  void whenOnline(Consumer<Dasher> listener) {
    onArrivalOnline = listener;
    dashers.stream().filter(Dasher::isOnline).forEach(listener);
  }

  Dasher dasher(int number) {
    return dashers.get(number);
  }

  Optional<Dasher> nearestIdle(Spot spot) {
    return idle.nearest(spot, agenda.now());
  }

  /** The dasher has an order from now on. */
  void engage(Dasher dasher) {
    idle.remove(dasher);
    dasher.status = Status.BUSY;
  }

  /** The dasher gives an order back and goes home early. */
  void sendHome(Dasher dasher) {
    dasher.shiftEndMillis = agenda.now();
    release(dasher);
  }

  /** The dasher is free again; goes home if the shift is over. */
  void release(Dasher dasher) {
    dasher.status = Status.IDLE;
    dasher.drive = Drive.parked(dasher.drive.at(agenda.now()), agenda.now());
    idle.add(dasher, agenda.now());
    if (dasher.shiftEndMillis <= agenda.now()) {
      goOffline(dasher);
    }
  }

  /** Drives from here to the spot; the action runs on arrival unless another drive replaced it. */
  void drive(Dasher dasher, Spot to, Runnable onArrival) {
    Drive drive =
        Drive.plan(
            dasher.drive.at(agenda.now()),
            to,
            agenda.now(),
            new Roads(grid, clock, random, dasher.pace));
    dasher.drive = drive;
    agenda.at(
        drive.arrivalMillis(),
        () -> {
          if (dasher.drive == drive) {
            onArrival.run();
          }
        });
  }

  /** An idle dasher goes where orders come from. */
  void waitAt(Dasher dasher, Spot spot) {
    if (dasher.status == Status.IDLE) {
      drive(dasher, spot, () -> moved(dasher));
    }
  }

  private void moved(Dasher dasher) {
    if (dasher.status == Status.IDLE) {
      idle.remove(dasher);
      idle.add(dasher, agenda.now());
    }
  }

  private void adjust(long shortestShift) {
    long wanted =
        Math.max(1, Math.round(dashersAtPeak * Rhythm.dashers(clock.minuteOfDay(agenda.now()))));
    while (online < wanted) {
      goOnline(random.nextLong(shortestShift, LONGEST_SHIFT_MILLIS));
    }
    while (online > wanted && !idle.isEmpty()) {
      goOffline(idle.any(random));
    }
    agenda.after(CONTROL_MILLIS, () -> adjust(SHORTEST_SHIFT_MILLIS));
  }

  private void goOnline(long shiftMillis) {
    Dasher dasher = hasSomeoneRested() ? offline.remove() : hire();
    dasher.status = Status.IDLE;
    dasher.shiftEndMillis = agenda.now() + shiftMillis;
    dasher.drive = Drive.parked(grid.address(random, SPREAD_METERS), agenda.now());
    idle.add(dasher, agenda.now());
    online++;
    agenda.at(dasher.shiftEndMillis, () -> endShift(dasher));
    onArrivalOnline.accept(dasher);
  }

  private void endShift(Dasher dasher) {
    boolean over = dasher.shiftEndMillis <= agenda.now();
    if (over && dasher.status == Status.IDLE) {
      goOffline(dasher);
    }
  }

  private void goOffline(Dasher dasher) {
    idle.remove(dasher);
    dasher.status = Status.OFFLINE;
    dasher.shiftEndMillis = agenda.now();
    offline.add(dasher);
    online--;
  }

  /** Who has just gone home comes back another time: a dasher can't be in two places. */
  private boolean hasSomeoneRested() {
    Dasher longestOffline = offline.peek();

    return longestOffline != null
        && longestOffline.shiftEndMillis + SHORTEST_REST_MILLIS <= agenda.now();
  }

  private Dasher hire() {
    int number = dashers.size();
    if (number == PingSchedule.MOST_DASHERS) {
      throw new IllegalStateException(
          "A city of %d dashers is full; lower the rate or add cities".formatted(number));
    }
    Dasher dasher =
        new Dasher(
            number, Ids.dasher(cityNumber, number), random.nextDouble(SLOWEST_PACE, FASTEST_PACE));
    dashers.add(dasher);

    return dasher;
  }
}
