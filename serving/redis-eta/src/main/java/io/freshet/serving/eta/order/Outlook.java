package io.freshet.serving.eta.order;

import io.freshet.serving.eta.prediction.Leg;
import io.freshet.serving.eta.travel.Traffic;
import java.util.List;
import java.util.Optional;

/**
 * What is left until the customer has the order.
 *
 * @param legs in order; empty when the order is over
 * @param speed which the first leg on the road rests on
 * @param meters straight-line distance over all legs; negative when unknown
 */
record Outlook(List<Leg> legs, Optional<Traffic.Speed> speed, double meters) {
  static final Outlook OVER = new Outlook(List.of(), Optional.empty(), -1);

  /** One leg and the speed that it rests on, if it has a known way. */
  record Stretch(Leg leg, Optional<Traffic.Speed> speed) {}

  static Outlook of(Stretch... stretches) {
    Leg[] legs = new Leg[stretches.length];
    Optional<Traffic.Speed> speed = Optional.empty();
    double meters = -1;
    for (int i = 0; i < stretches.length; i++) {
      legs[i] = stretches[i].leg();
      speed = speed.isPresent() ? speed : stretches[i].speed();
      if (legs[i].hasDistance()) {
        meters = Math.max(0, meters) + legs[i].meters();
      }
    }

    return new Outlook(List.of(legs), speed, meters);
  }
}
