package io.freshet.serving.eta.order;

import io.freshet.serving.eta.events.OrderState;
import io.freshet.serving.eta.prediction.Leg;
import io.freshet.serving.eta.prediction.Reason;
import io.freshet.serving.eta.prediction.Stage;
import io.freshet.serving.eta.travel.Position;
import io.freshet.serving.eta.travel.Traffic;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * An order at a moment at which its ETA is worth saying anew: all that is needed to predict it.
 *
 * @param dasherId null while nobody has it
 * @param legs what is left until the customer has it, in order; empty when the order is over
 * @param basis which speed the first leg on the road rests on; null when it rests on none
 * @param meters straight-line distance left over all legs; negative when unknown
 * @param places where its dasher was, and where it goes from and to
 * @param knownAt event time at which the dasher was there, or else at which the first leg began
 * @param cause what is known to hold the order up; {@link Reason#ON_TIME} when nothing is
 * @param journey how the stage has gone; null where the prediction does not go to its stream
 */
@TypeInfo(MomentLayout.class)
public record Moment(
    String market,
    long orderId,
    int orderVersion,
    OrderState state,
    Long dasherId,
    long millis,
    Stage stage,
    List<Leg> legs,
    Traffic.Basis basis,
    double meters,
    Places places,
    long knownAt,
    Reason cause,
    Journey journey) {
  /** Where the dasher was; null when unknown. */
  public Position position() {
    return places.dasher();
  }

  /** Whether the prediction goes to its stream as well. */
  public boolean recorded() {
    return journey != null;
  }
}
