package io.freshet.serving.eta.order;

import io.freshet.serving.eta.events.OrderState;
import io.freshet.serving.eta.prediction.Stage;
import io.freshet.serving.eta.travel.Position;
import java.util.ArrayList;
import java.util.List;

/**
 * What the job remembers of one order. Only {@link TripRule} changes it.
 *
 * <p>Mutable, with the public fields that Flink's POJO serializer asks for; what is not known yet
 * is null.
 */
public final class Trip {
  public int version = -1;
  public OrderState state;
  public long stateSince;
  public Long dasherId;
  public Position pickup;
  public Position dropoff;
  public Stage stage;
  public long stageSince;
  public long lastSeen = Long.MIN_VALUE;
  public long lastRecorded = Long.MIN_VALUE;
  public Stage lastRecordedStage;
  public List<Sample> samples = new ArrayList<>();

  boolean isOver() {
    return state != null && state.isFinal();
  }
}
