package io.freshet.simulator.replay;

import io.freshet.simulator.event.GeoPoint;
import java.time.Duration;
import java.time.LocalDate;

/**
 * A recorded run of a cab with a passenger: what becomes an order.
 *
 * @param orderId follows from the trip's own id, the same in each replay
 * @param pickupSeconds since 1970; the first ping with the passenger
 * @param dropSeconds since 1970; the first ping without: the true arrival to about ± 60 s
 * @param isClean whether the recording holds the trip for plausible, so that it may judge others
 */
public record Trip(
    long orderId,
    String cab,
    long pickupSeconds,
    long dropSeconds,
    GeoPoint pickup,
    GeoPoint drop,
    boolean isClean) {

  public Duration duration() {
    return Duration.ofSeconds(dropSeconds - pickupSeconds);
  }

  /** The local day on which the trip began. */
  public LocalDate pickupDay() {
    return CabRecording.localDay(pickupSeconds);
  }
}
