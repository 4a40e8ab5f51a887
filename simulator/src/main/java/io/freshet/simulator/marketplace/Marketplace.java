package io.freshet.simulator.marketplace;

import io.freshet.simulator.event.EventSource;
import io.freshet.simulator.event.MarketDefined;
import io.freshet.simulator.event.SimulatedEvent;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;

/**
 * A food-delivery marketplace in several cities. Equal settings give the same events in the same
 * order. The first events define the markets; then come the past steps of orders that are under way
 * at the start; then everything at its time.
 *
 * <p>Functions come from {@code StrictMath}, so that a seed means the same on every machine.
 */
public final class Marketplace implements EventSource {
  private final long startMicros;
  private final long durationMicros;
  private final Tally tally = new Tally();
  private final Queue<MarketDefined> definitions = new ArrayDeque<>();
  private final List<CitySimulation> cities = new ArrayList<>();
  private final List<CitySimulation> running = new ArrayList<>();

  private SimulatedEvent event;
  private long dueMicros;
  private CitySimulation current;

  public Marketplace(MarketplaceSettings settings) {
    startMicros = ChronoUnit.MICROS.between(Instant.EPOCH, settings.start());
    durationMicros = settings.duration().toNanos() / 1_000;
    double dashersAtPeak = Scale.dashersAtPeak(settings);
    double allShares = settings.cities().stream().mapToDouble(City::share).sum();
    SplittableRandom seeds = new SplittableRandom(settings.seed());
    for (int number = 0; number < settings.cities().size(); number++) {
      City city = settings.cities().get(number);
      definitions.add(definition(city, startMicros));
      cities.add(
          new CitySimulation(
              settings, number, dashersAtPeak * city.share() / allShares, seeds.nextLong(), tally));
    }
    cities.stream().filter(CitySimulation::advance).forEach(running::add);
  }

  @Override
  public boolean advance() {
    if (!definitions.isEmpty()) {
      event = definitions.remove();
      dueMicros = startMicros;

      return true;
    }
    if (current != null && !current.advance()) {
      running.remove(current);
    }
    if (running.isEmpty()) {
      current = null;

      return false;
    }
    current = earliest();
    event = current.event();
    dueMicros = current.dueMillis() * 1_000;

    return true;
  }

  @Override
  public SimulatedEvent event() {
    return event;
  }

  @Override
  public long dueMicros() {
    return dueMicros;
  }

  @Override
  public double share() {
    return Math.max(0, Math.min(1, (dueMicros - startMicros) / (double) durationMicros));
  }

  /** What went into the events so far; ask in the thread that advances. */
  public SimulationCounts counts() {
    return tally.counts();
  }

  @Override
  public void close() {}

  private CitySimulation earliest() {
    CitySimulation earliest = running.get(0);
    for (int i = 1; i < running.size(); i++) {
      if (running.get(i).dueMillis() < earliest.dueMillis()) {
        earliest = running.get(i);
      }
    }

    return earliest;
  }

  private static MarketDefined definition(City city, long eventMicros) {
    return new MarketDefined(
        city.market(),
        city.name(),
        city.timeZone(),
        city.currency().code(),
        city.centre(),
        eventMicros);
  }
}
