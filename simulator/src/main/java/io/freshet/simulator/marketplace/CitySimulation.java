package io.freshet.simulator.marketplace;

import io.freshet.simulator.event.SimulatedEvent;
import java.time.Duration;
import java.util.SplittableRandom;

/** One city's events in send order. It has been going on for a while when the first one is sent. */
final class CitySimulation {
  /** Longer than 99 of 100 orders take, so that the start shows an ordinary moment. */
  static final Duration WARM_UP = Duration.ofMinutes(45);

  private final long endMillis;
  private final Agenda agenda;
  private final Fleet fleet;
  private final OrderLog log;
  private final PingFeed pings;

  private SimulatedEvent event;
  private long dueMillis;
  private boolean isOpen;

  CitySimulation(
      MarketplaceSettings settings, int number, double dashersAtPeak, long seed, Tally tally) {
    City city = settings.cities().get(number);
    SplittableRandom random = new SplittableRandom(seed);
    StreetGrid grid = new StreetGrid(city.centre(), random.split());
    LocalClock clock = new LocalClock(city.timeZone());
    long startMillis = settings.start().toEpochMilli();
    endMillis = startMillis + settings.duration().toMillis();
    agenda = new Agenda(startMillis - WARM_UP.toMillis());
    CityParts parts = new CityParts(city, number, dashersAtPeak, grid, clock, agenda, random);
    log = new OrderLog(tally);
    fleet = new Fleet(parts);
    pings = new PingFeed(city, grid, settings.noise(), random.split(), tally);
    OrderDesk desk = new OrderDesk(parts, new Town(parts), fleet, log);

    fleet.open();
    desk.awaitNextOrder();
    agenda.at(startMillis, this::open);
    while (!isOpen) {
      agenda.runNext();
    }
    dueMillis = startMillis;
  }

  boolean advance() {
    while (log.isEmpty()) {
      long planned = agenda.nextMillis();
      long ping = pings.nextMillis();
      if (Math.min(planned, ping) >= endMillis) {
        return releaseLast();
      }
      if (planned <= ping) {
        agenda.runNext();
        dueMillis = planned;
      } else if (sendPing(ping)) {
        return true;
      }
    }
    event = log.next();

    return true;
  }

  SimulatedEvent event() {
    return event;
  }

  long dueMillis() {
    return dueMillis;
  }

  private void open() {
    isOpen = true;
    log.open();
    fleet.whenOnline(dasher -> pings.start(dasher, agenda.now()));
  }

  private boolean sendPing(long millis) {
    SimulatedEvent ping = pings.isHeldNext() ? pings.releaseHeld() : pings.takeNext(fleet);
    if (ping == null) {
      return false;
    }
    event = ping;
    dueMillis = millis;

    return true;
  }

  /** What is still on its way at the end arrives at the end: nothing that was sent gets lost. */
  private boolean releaseLast() {
    if (!pings.hasHeld()) {
      return false;
    }
    event = pings.releaseHeld();
    dueMillis = endMillis;

    return true;
  }
}
