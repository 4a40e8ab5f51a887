package io.freshet.serving.eta.dasher;

import io.freshet.serving.eta.dasher.DasherActivity.Limits;
import io.freshet.serving.eta.events.Ping;
import io.freshet.serving.eta.travel.Cells;
import io.freshet.serving.eta.travel.Fix;
import io.freshet.serving.eta.travel.Hop;
import io.freshet.serving.eta.travel.Track;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a ping, an assignment and the passing of time mean for a dasher. Knows no engine: the job
 * and the evaluation on recorded trips follow it alike. Each method changes the dasher that it
 * gets.
 */
public final class DasherRule {
  /** Who moves less, and carries nothing, stands by choice: that says nothing about traffic. */
  private static final double MIN_MOVE_METERS = 30;

  /** An older position is none. */
  private static final long FRESH_MILLIS = 180_000;

  private final Cells cells;
  private final Limits limits;
  private final long tellEveryMillis;
  private final long overdueMillis;

  /**
   * @param tellEvery the least time between two updates of a dasher that stays as it is
   * @param overdueAfter how long Kafka has a ping until newer ones of its dasher probably wait
   */
  public DasherRule(Cells cells, Limits limits, Duration tellEvery, Duration overdueAfter) {
    this.cells = cells;
    this.limits = limits;
    this.tellEveryMillis = tellEvery.toMillis();
    this.overdueMillis = overdueAfter.toMillis();
  }

  /**
   * What a ping tells.
   *
   * @param hops what was travelled, once for the cell, once for the area, once for the market
   * @param sightings one of each order that the dasher has
   * @param update empty when the dasher stays as it was told to be
   */
  public record Seen(
      Track.Verdict verdict,
      List<Hop> hops,
      List<Sighting> sightings,
      Optional<DasherUpdate> update) {}

  /**
   * What an assignment tells.
   *
   * @param sighting of a new order, where the dasher was a moment ago
   */
  public record Assigned(Optional<Sighting> sighting, DasherUpdate update) {}

  public Seen see(Dasher dasher, Ping ping) {
    Track.Step step = dasher.track().next(ping.fix());
    if (step.verdict().isStale()) {
      return new Seen(step.verdict(), List.of(), List.of(), Optional.empty());
    }
    dasher.keep(step.track());
    dasher.name(ping.orderId());
    long millis = ping.fix().millis();
    DasherActivity before = dasher.activity();
    DasherActivity after = before.heard(millis, dasher.work(), limits);
    dasher.keep(after);
    boolean believed = step.verdict() == Track.Verdict.BELIEVED;
    boolean due = millis - dasher.toldAt >= tellEveryMillis;

    return new Seen(
        step.verdict(),
        believed ? hops(dasher, ping, step) : List.of(),
        believed ? sightings(dasher, ping) : List.of(),
        due || before.status() != after.status()
            ? Optional.of(update(dasher, ping.market(), ping.dasherId(), millis))
            : Optional.empty());
  }

  public Assigned assign(Dasher dasher, Assignment assignment) {
    dasher.take(assignment);
    dasher.keep(dasher.activity().engaged(assignment.millis(), dasher.work()));

    return new Assigned(
        sighting(dasher, assignment),
        update(dasher, assignment.market(), assignment.dasherId(), assignment.millis()));
  }

  /** Time has come so far; says how the dasher stands when that changed anything. */
  public Optional<DasherUpdate> pass(DasherKey key, Dasher dasher, long millis) {
    DasherActivity before = dasher.activity();
    dasher.forgetOrdersBefore(millis);
    DasherActivity after = before.passed(millis, limits).engaged(millis, dasher.work());
    dasher.keep(after);

    return before.status() == after.status()
        ? Optional.empty()
        : Optional.of(update(dasher, key.market(), key.dasherId(), millis));
  }

  private List<Hop> hops(Dasher dasher, Ping ping, Track.Step step) {
    if (step.stretch().isEmpty()) {
      return List.of();
    }
    Track.Stretch stretch = step.stretch().get();
    if (!dasher.carriesFood() && stretch.meters() < MIN_MOVE_METERS) {
      return List.of();
    }
    long cell = cells.cell(ping.fix().position());

    return List.of(
        hop(ping, cell, stretch),
        hop(ping, Cells.area(cell), stretch),
        hop(ping, Cells.WHOLE_MARKET, stretch));
  }

  private static Hop hop(Ping ping, long part, Track.Stretch stretch) {
    return new Hop(ping.market(), part, ping.fix().millis(), stretch.meters(), stretch.seconds());
  }

  private List<Sighting> sightings(Dasher dasher, Ping ping) {
    boolean isOverdue = ping.waitedMillis() > overdueMillis;
    List<Sighting> sightings = new ArrayList<>();
    for (Long orderId : dasher.orderIds()) {
      sightings.add(new Sighting(ping.market(), orderId, ping.dasherId(), ping.fix(), isOverdue));
    }

    return sightings;
  }

  private static Optional<Sighting> sighting(Dasher dasher, Assignment assignment) {
    Fix last = dasher.last();
    boolean fresh = last != null && Math.abs(assignment.millis() - last.millis()) <= FRESH_MILLIS;
    if (assignment.kind() != Assignment.Kind.ASSIGNED || !fresh) {
      return Optional.empty();
    }
    Fix fix = new Fix(Math.max(assignment.millis(), last.millis()), last.position());

    return Optional.of(
        new Sighting(assignment.market(), assignment.orderId(), assignment.dasherId(), fix));
  }

  private static DasherUpdate update(Dasher dasher, String market, long dasherId, long millis) {
    // Redis takes only what is newer, and two things may happen in one millisecond.
    dasher.toldAt = Math.max(millis, dasher.toldAt + 1);

    return new DasherUpdate(
        market,
        dasherId,
        dasher.toldAt,
        dasher.activity(),
        dasher.last(),
        List.copyOf(dasher.orderIds()));
  }
}
