package io.freshet.serving.eta.promise;

import io.freshet.serving.eta.layout.ByteReader;
import io.freshet.serving.eta.layout.ByteWriter;
import io.freshet.serving.eta.prediction.Reason;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * What the customer of one order has been told. Only {@link PromiseRule} changes it. Times are
 * milliseconds of event time; mutable, for each sighting of the order changes it.
 */
@TypeInfo(PromiseLayout.class)
public final class Promise {
  private static final Reason[] REASONS = Reason.values();

  /** When it was looked at last; before the first time, nothing has been told. */
  long at = Long.MIN_VALUE;

  /** The arrival as far as the forecast has been followed. */
  long followed;

  /** The arrival and the latest arrival that are told, rounded. */
  long predicted;

  long latest;

  /** The best arrival, and the best latest arrival, that were ever told. */
  long best;

  long bestLatest;

  Reason reason = Reason.ON_TIME;

  /** The earliest timer that is set; {@code Long.MAX_VALUE} when there is none. */
  long timerAt = Long.MAX_VALUE;

  boolean isNew() {
    return at == Long.MIN_VALUE;
  }

  Promise copy() {
    Promise copy = new Promise();
    copy.at = at;
    copy.followed = followed;
    copy.predicted = predicted;
    copy.latest = latest;
    copy.best = best;
    copy.bestLatest = bestLatest;
    copy.reason = reason;
    copy.timerAt = timerAt;

    return copy;
  }

  /** Counted from each other, most of them take two or three bytes. */
  void write(ByteWriter out) {
    out.number(at);
    out.number(followed - at);
    out.number(predicted - at);
    out.number(latest - at);
    out.number(best - at);
    out.small(reason.ordinal());
    out.number(timerAt);
    out.number(bestLatest - at);
  }

  /**
   * @param version of {@link PromiseLayout}
   */
  static Promise read(ByteReader in, int version) {
    Promise promise = new Promise();
    promise.at = in.number();
    promise.followed = promise.at + in.number();
    promise.predicted = promise.at + in.number();
    promise.latest = promise.at + in.number();
    promise.best = promise.at + in.number();
    promise.reason = REASONS[in.small()];
    promise.timerAt = in.number();
    // The first version did not keep it: what is told now is the best that is known.
    promise.bestLatest = version == 1 ? promise.latest : promise.at + in.number();

    return promise;
  }
}
