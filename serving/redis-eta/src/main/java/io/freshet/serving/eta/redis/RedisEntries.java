package io.freshet.serving.eta.redis;

import io.freshet.core.toolkit.Durations;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.serving.eta.dasher.DasherActivity.Status;
import io.freshet.serving.eta.dasher.DasherUpdate;
import io.freshet.serving.eta.order.EtaUpdate;
import io.freshet.serving.eta.order.Moment;
import io.freshet.serving.eta.travel.Position;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Turns updates into the hashes that Redis shows. What is unknown is left out. Not thread-safe. */
public final class RedisEntries implements Serializable {
  private static final long DASHER_TTL_MILLIS = Duration.ofDays(1).toMillis();

  private final long activeTtlMillis;
  private final long finalTtlMillis;
  private transient InstantTexts texts;

  /**
   * @param activeTtl how long an order is shown after its last update
   * @param finalTtl how long one that is over is shown
   */
  public RedisEntries(Duration activeTtl, Duration finalTtl) {
    this.activeTtlMillis = atLeastASecond("eta.order-ttl", activeTtl);
    this.finalTtlMillis = atLeastASecond("eta.final-ttl", finalTtl);
  }

  /** One of no time would delete each hash as it is written. */
  private static long atLeastASecond(String key, Duration ttl) {
    if (ttl.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new InvalidSettingException(key, Durations.print(ttl), "1s or longer");
    }

    return ttl.toMillis();
  }

  public RedisWrite order(EtaUpdate update) {
    Moment moment = update.moment();
    boolean over = moment.state().isFinal();
    Fields fields =
        new Fields()
            .add("market", moment.market())
            .add("order_id", moment.orderId())
            .add("order_version", moment.orderVersion())
            .add("state", moment.state().code())
            .add("event_time", texts().of(moment.millis()))
            .add("event_time_ms", moment.millis());
    if (moment.dasherId() != null) {
      fields.add("dasher_id", moment.dasherId());
    }
    if (moment.position() != null) {
      fields.add(moment.position());
    }
    if (!over) {
      fields
          .add("stage", moment.stage().code())
          .add("predicted_arrival", texts().of(update.predictedArrivalMillis()))
          .add("remaining_seconds", update.remainingSeconds())
          .add("basis", update.basis());
    }
    if (!over && moment.meters() >= 0) {
      fields.add("distance_meters", Math.round(moment.meters()));
    }

    return new RedisWrite(
        RedisKeys.order(moment.market(), moment.orderId()),
        moment.orderVersion(),
        moment.millis(),
        over ? finalTtlMillis : activeTtlMillis,
        RedisKeys.orderChannel(moment.market(), moment.orderId()),
        fields.values);
  }

  public RedisWrite dasher(DasherUpdate update) {
    Fields fields =
        new Fields()
            .add("market", update.market())
            .add("dasher_id", update.dasherId())
            .add("state", update.activity().status().code())
            .add("state_since", texts().of(update.activity().since()))
            .add("event_time", texts().of(update.millis()))
            .add("event_time_ms", update.millis());
    if (update.activity().status() == Status.IDLE) {
      fields.add("idle_since", texts().of(update.activity().since()));
    }
    if (update.fix() != null) {
      fields.add(update.fix().position());
      fields.add("position_time", texts().of(update.fix().millis()));
    }
    if (!update.orders().isEmpty()) {
      fields.add(
          "order_ids", String.join(",", update.orders().stream().map(String::valueOf).toList()));
    }

    return new RedisWrite(
        RedisKeys.dasher(update.market(), update.dasherId()),
        0,
        update.millis(),
        DASHER_TTL_MILLIS,
        "",
        fields.values);
  }

  private InstantTexts texts() {
    if (texts == null) {
      texts = new InstantTexts();
    }

    return texts;
  }

  private static final class Fields {
    /** Of an order's hash: names and values. */
    private static final int MOST = 30;

    private static final long MILLIONTHS = 1_000_000;

    private final List<String> values = new ArrayList<>(MOST);

    Fields add(String name, Object value) {
      values.add(name);
      values.add(value.toString());

      return this;
    }

    Fields add(Position position) {
      add("latitude", degrees(position.latitude()));

      return add("longitude", degrees(position.longitude()));
    }

    /** As {@code %.6f} prints them, without reading that format each time. */
    private static String degrees(double degrees) {
      long millionths = Math.round(Math.abs(degrees) * MILLIONTHS);
      String sign = Double.compare(degrees, 0) < 0 ? "-" : "";
      String fraction = Long.toString(MILLIONTHS + millionths % MILLIONTHS).substring(1);

      return sign + millionths / MILLIONTHS + "." + fraction;
    }
  }
}
