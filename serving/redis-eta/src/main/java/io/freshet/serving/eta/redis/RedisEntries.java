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

/**
 * Turns updates into the documents that Redis shows. What is unknown is left out. Not thread-safe.
 */
public final class RedisEntries implements Serializable {
  private static final long DASHER_TTL_MILLIS = Duration.ofDays(1).toMillis();

  private final long activeTtlMillis;
  private final long finalTtlMillis;
  private transient DocumentText text;

  /**
   * @param activeTtl how long an order is shown after its last update
   * @param finalTtl how long one that is over is shown
   */
  public RedisEntries(Duration activeTtl, Duration finalTtl) {
    this.activeTtlMillis = atLeastASecond("eta.order-ttl", activeTtl);
    this.finalTtlMillis = atLeastASecond("eta.final-ttl", finalTtl);
  }

  /** One of no time would delete each as it is written. */
  private static long atLeastASecond(String key, Duration ttl) {
    if (ttl.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new InvalidSettingException(key, Durations.print(ttl), "1s or longer");
    }

    return ttl.toMillis();
  }

  /** How long an order is shown after its last update. */
  public Duration activeTtl() {
    return Duration.ofMillis(activeTtlMillis);
  }

  public RedisWrite order(EtaUpdate update) {
    Moment moment = update.moment();
    boolean over = moment.state().isFinal();
    // What orders it stands in front: newer-wins.lua looks for it there.
    DocumentText document =
        document()
            .number("order_version", moment.orderVersion())
            .number("event_time_ms", moment.millis())
            .text("market", moment.market())
            .number("order_id", moment.orderId())
            .code("state", moment.state().code())
            .time("event_time", moment.millis());
    if (moment.dasherId() != null) {
      document.number("dasher_id", moment.dasherId());
    }
    if (moment.position() != null) {
      document.place(moment.position()).time("position_time", moment.knownAt());
    }
    if (!over) {
      document
          .code("stage", moment.stage().code())
          .time("predicted_arrival", update.predictedMillis())
          .time("latest_arrival", update.latestMillis())
          .number("remaining_seconds", update.remainingSeconds())
          .code("reason", update.reason().code())
          .code("basis", update.basis());
      placeIfKnown(document, "pickup", moment.places().pickup());
      placeIfKnown(document, "dropoff", moment.places().dropoff());
    }
    if (!over && moment.meters() >= 0) {
      document.number("distance_meters", Math.round(moment.meters()));
    }

    return new RedisWrite(
        RedisKeys.order(moment.market(), moment.orderId()),
        moment.orderVersion(),
        moment.millis(),
        over ? finalTtlMillis : activeTtlMillis,
        RedisKeys.orderChannel(moment.market(), moment.orderId()),
        document.end());
  }

  public RedisWrite dasher(DasherUpdate update) {
    DocumentText document =
        document()
            .number("event_time_ms", update.millis())
            .text("market", update.market())
            .number("dasher_id", update.dasherId())
            .code("state", update.activity().status().code())
            .time("state_since", update.activity().since())
            .time("event_time", update.millis());
    if (update.activity().status() == Status.IDLE) {
      document.time("idle_since", update.activity().since());
    }
    if (update.fix() != null) {
      document.place(update.fix().position()).time("position_time", update.fix().millis());
    }
    if (!update.orders().isEmpty()) {
      document.numbers("order_ids", update.orders());
    }

    return new RedisWrite(
        RedisKeys.dasher(update.market(), update.dasherId()),
        0,
        update.millis(),
        DASHER_TTL_MILLIS,
        "",
        document.end());
  }

  private DocumentText document() {
    if (text == null) {
      text = new DocumentText();
    }

    return text.begin();
  }

  private static void placeIfKnown(DocumentText document, String name, Position place) {
    if (place != null) {
      document.place(name, place);
    }
  }
}
