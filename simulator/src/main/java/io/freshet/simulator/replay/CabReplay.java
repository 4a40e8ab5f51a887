package io.freshet.simulator.replay;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.simulator.event.EventSource;
import io.freshet.simulator.event.GeoPoint;
import io.freshet.simulator.event.OrderStep;
import io.freshet.simulator.event.OrderStep.Provenance;
import io.freshet.simulator.event.Ping;
import io.freshet.simulator.event.SimulatedEvent;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Queue;

/**
 * Plays recorded cabs again: a cab is a dasher, a trip is an order. First comes the market's
 * definition, then pings and order steps in the order of their event time; at one moment the steps
 * come first. Each row of the range comes exactly once, implausible ones included. The same files
 * give the same events.
 */
public final class CabReplay implements EventSource {
  private static final long MICROS = 1_000_000;

  private final RecordedTrips trips;
  private final RecordedPings pings;
  private final TimeRange range;
  private final long rows;
  private final Queue<OrderStep> pending =
      new PriorityQueue<>(
          Comparator.comparingLong(OrderStep::eventMicros)
              .thenComparingLong(step -> step.order().orderId())
              .thenComparingInt(OrderStep::version));
  private final Map<String, Long> dasherIds = new HashMap<>();
  private final Map<Long, String> cabs = new HashMap<>();

  private SimulatedEvent event;
  private long dueMicros;
  private boolean isOpened;
  private boolean hasPing;
  private boolean isAtEnd;
  private int nextTrip;

  private long sentPings;
  private long carrying;
  private long withoutTrip;
  private long refused;
  private long orderSteps;
  private long inventedSteps;

  /** Opens the files; refuses what is no recording of cabs. */
  public CabReplay(ReplaySettings settings) {
    range = TimeRange.ofDays(settings.from(), settings.to());
    trips = RecordedTrips.read(settings.trips());
    RecordedPings.Extent extent = RecordedPings.extent(settings.pings(), range);
    long first =
        extent
            .firstSeconds()
            .orElseThrow(
                () ->
                    new FreshetException(
                        Fault.CALLER,
                        "%s has no ping with a time; name a recording of cabs"
                            .formatted(settings.pings())));
    if (extent.rows() == 0) {
      throw new FreshetException(
          Fault.CALLER,
          "%s has no ping in that time; its first local day is %s"
              .formatted(settings.pings(), CabRecording.localDay(first)));
    }
    rows = extent.rows();
    long firstDay = CabRecording.startOfDaySeconds(CabRecording.localDay(first));
    dueMicros = MICROS * Math.max(range.fromSeconds(), firstDay);
    pings = new RecordedPings(settings.pings());
  }

  @Override
  public boolean advance() {
    if (!isOpened) {
      isOpened = true;
      event = CabRecording.market(dueMicros);

      return true;
    }
    while (true) {
      readPing();
      if (isStepNext()) {
        send(pending.remove());

        return true;
      }
      if (isAtEnd) {
        return false;
      }
      hasPing = false;
      if (send(pings)) {
        return true;
      }
    }
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
    return (sentPings + refused) / (double) rows;
  }

  /** The trips that the replay turns into orders; also what predictions are judged by. */
  public RecordedTrips trips() {
    return trips;
  }

  public ReplayCounts counts() {
    return new ReplayCounts(sentPings, carrying, withoutTrip, refused, orderSteps, inventedSteps);
  }

  @Override
  public void close() {
    pings.close();
  }

  /** Looks at the next row of the range, and lets trips come in that begin until then. */
  private void readPing() {
    while (!hasPing && !isAtEnd) {
      if (!pings.advance()) {
        isAtEnd = true;
        admitTrips(Long.MAX_VALUE);
      } else if (!pings.hasTime()) {
        refused++;
      } else if (range.contains(pings.seconds())) {
        hasPing = true;
        admitTrips(pings.seconds());
      }
    }
  }

  private void admitTrips(long untilSeconds) {
    while (nextTrip < trips.all().size()
        && trips.all().get(nextTrip).pickupSeconds() - TripSteps.LEAD_SECONDS <= untilSeconds) {
      Trip trip = trips.all().get(nextTrip++);
      for (OrderStep step : TripSteps.of(trip, trips.before(trip))) {
        if (range.contains(Math.floorDiv(step.eventMicros(), MICROS))) {
          pending.add(step);
        }
      }
    }
  }

  private boolean isStepNext() {
    return !pending.isEmpty()
        && (isAtEnd || pending.element().eventMicros() <= pings.seconds() * MICROS);
  }

  private void send(OrderStep step) {
    orderSteps++;
    inventedSteps += step.provenance() == Provenance.INVENTED ? 1 : 0;
    event = step;
    dueMicros = Math.max(dueMicros, step.eventMicros());
  }

  private boolean send(RecordedPings row) {
    Optional<GeoPoint> place =
        row.isIncomplete()
            ? Optional.empty()
            : GeoPoint.ifPossible(row.latitude(), row.longitude());
    if (place.isEmpty()) {
      refused++;

      return false;
    }
    sentPings++;
    event =
        new Ping(
            CabRecording.MARKET,
            dasherId(row.cab()),
            orderId(row),
            place.get(),
            row.seconds() * MICROS,
            OptionalInt.empty());
    dueMicros = Math.max(dueMicros, event.eventMicros());

    return true;
  }

  private OptionalLong orderId(RecordedPings row) {
    if (!row.isOccupied()) {
      return OptionalLong.empty();
    }
    Optional<Trip> trip = trips.carriedBy(row.cab(), row.seconds());
    if (trip.isEmpty()) {
      withoutTrip++;

      return OptionalLong.empty();
    }
    carrying++;

    return OptionalLong.of(trip.get().orderId());
  }

  private long dasherId(String cab) {
    return dasherIds.computeIfAbsent(
        cab,
        name -> {
          long id = StableId.of(name);
          String twin = cabs.put(id, name);
          if (twin != null) {
            throw new FreshetException(
                Fault.OURS, "Cabs %s and %s have one dasher id, %d".formatted(twin, name, id));
          }

          return id;
        });
  }
}
