package io.freshet.serving.eta.order;

import io.freshet.serving.eta.layout.ByteReader;
import io.freshet.serving.eta.layout.ByteWriter;
import io.freshet.serving.eta.layout.Layout;

/** How what is remembered of an order lies in bytes. */
public final class TripLayout extends Layout<Trip> {
  private static final long serialVersionUID = 1L;

  @Override
  public Class<Trip> type() {
    return Trip.class;
  }

  @Override
  public int version() {
    return 2;
  }

  @Override
  public void write(Trip trip, ByteWriter out) {
    trip.write(out);
  }

  @Override
  public Trip read(ByteReader in, int version) {
    return Trip.read(in, version);
  }

  @Override
  public boolean isImmutable() {
    return false;
  }

  @Override
  public Trip copy(Trip trip) {
    return trip.copy();
  }
}
