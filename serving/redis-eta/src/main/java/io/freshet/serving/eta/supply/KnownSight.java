package io.freshet.serving.eta.supply;

import io.freshet.serving.eta.events.Ping;
import io.freshet.serving.eta.layout.ByteReader;
import io.freshet.serving.eta.layout.ByteWriter;
import io.freshet.serving.eta.travel.Fix;
import io.freshet.serving.eta.travel.PlaceBytes;
import io.freshet.serving.eta.travel.Position;

/**
 * What supply was told of a dasher in the newest minute that it pinged in, and when it pinged last.
 * Only {@link SightRule} changes it. Mutable, and bare numbers: there are as many as dashers.
 */
public final class KnownSight {
  /** Stands for a cell that is to be found out; no H3 cell has this number. */
  static final long UNKNOWN_CELL = 0;

  private boolean isKnown;
  private long newestMillis;
  private long toldMillis;
  private double latitude;
  private double longitude;
  private boolean namesAnOrder;
  private long order;

  /** Of what was told; not written. */
  long cell = UNKNOWN_CELL;

  boolean isKnown() {
    return isKnown;
  }

  /** The minute that it is of. */
  long minute() {
    return Minutes.endOf(newestMillis);
  }

  long newestMillis() {
    return newestMillis;
  }

  /** The order that was told; null when none was. */
  Long order() {
    return namesAnOrder ? order : null;
  }

  double latitude() {
    return latitude;
  }

  double longitude() {
    return longitude;
  }

  /** Whether the newest sight was not told, as it was the same. */
  boolean isNewerThanTold() {
    return newestMillis != toldMillis;
  }

  /** What was told, as of the newest sight. */
  Ping newest(Ping ofTheSameDasher) {
    return new Ping(
        ofTheSameDasher.market(),
        ofTheSameDasher.dasherId(),
        order(),
        new Fix(newestMillis, new Position(latitude, longitude)));
  }

  void tell(Ping ping) {
    isKnown = true;
    newestMillis = ping.millis();
    toldMillis = ping.millis();
    latitude = ping.fix().position().latitude();
    longitude = ping.fix().position().longitude();
    namesAnOrder = ping.orderId() != null;
    order = namesAnOrder ? ping.orderId() : 0;
    cell = UNKNOWN_CELL;
  }

  /** One that came later and says the same. */
  void goesOn(long millis) {
    newestMillis = millis;
  }

  public KnownSight copy() {
    KnownSight copy = new KnownSight();
    copy.isKnown = isKnown;
    copy.newestMillis = newestMillis;
    copy.toldMillis = toldMillis;
    copy.latitude = latitude;
    copy.longitude = longitude;
    copy.namesAnOrder = namesAnOrder;
    copy.order = order;
    copy.cell = cell;

    return copy;
  }

  public void write(ByteWriter out) {
    out.flag(isKnown);
    if (isKnown) {
      out.number(newestMillis);
      out.number(newestMillis - toldMillis);
      PlaceBytes.write(latitude, longitude, out);
      out.optional(order());
    }
  }

  public static KnownSight read(ByteReader in) {
    KnownSight known = new KnownSight();
    known.isKnown = in.flag();
    if (known.isKnown) {
      known.newestMillis = in.number();
      known.toldMillis = known.newestMillis - in.number();
      Position position = PlaceBytes.position(in);
      known.latitude = position.latitude();
      known.longitude = position.longitude();
      Long named = in.optional();
      known.namesAnOrder = named != null;
      known.order = named == null ? 0 : named;
    }

    return known;
  }
}
