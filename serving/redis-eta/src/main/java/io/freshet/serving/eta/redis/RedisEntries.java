package io.freshet.serving.eta.redis;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.toolkit.Durations;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.serving.eta.dasher.DasherActivity.Status;
import io.freshet.serving.eta.dasher.DasherUpdate;
import io.freshet.serving.eta.order.EtaUpdate;
import io.freshet.serving.eta.order.Moment;
import io.freshet.serving.eta.travel.Position;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Duration;

/**
 * Turns updates into the documents that Redis shows. What is unknown is left out. Not thread-safe.
 */
public final class RedisEntries implements Serializable {
  private static final JsonNodeFactory JSON = JsonNodeFactory.withExactBigDecimals(true);
  private static final long MILLIONTHS = 1_000_000;
  private static final int DIGITS = 6;
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
    ObjectNode document =
        JSON.objectNode()
            .put("order_version", moment.orderVersion())
            .put("event_time_ms", moment.millis())
            .put("market", moment.market())
            .put("order_id", moment.orderId())
            .put("state", moment.state().code())
            .put("event_time", texts().of(moment.millis()));
    if (moment.dasherId() != null) {
      document.put("dasher_id", moment.dasherId());
    }
    if (moment.position() != null) {
      put(document, moment.position());
      document.put("position_time", texts().of(moment.knownAt()));
    }
    if (!over) {
      document
          .put("stage", moment.stage().code())
          .put("predicted_arrival", texts().of(update.predictedMillis()))
          .put("latest_arrival", texts().of(update.latestMillis()))
          .put("remaining_seconds", update.remainingSeconds())
          .put("reason", update.reason().code())
          .put("basis", update.basis());
      putPlace(document, "pickup", moment.places().pickup());
      putPlace(document, "dropoff", moment.places().dropoff());
    }
    if (!over && moment.meters() >= 0) {
      document.put("distance_meters", Math.round(moment.meters()));
    }

    return new RedisWrite(
        RedisKeys.order(moment.market(), moment.orderId()),
        moment.orderVersion(),
        moment.millis(),
        over ? finalTtlMillis : activeTtlMillis,
        RedisKeys.orderChannel(moment.market(), moment.orderId()),
        document.toString());
  }

  public RedisWrite dasher(DasherUpdate update) {
    ObjectNode document =
        JSON.objectNode()
            .put("event_time_ms", update.millis())
            .put("market", update.market())
            .put("dasher_id", update.dasherId())
            .put("state", update.activity().status().code())
            .put("state_since", texts().of(update.activity().since()))
            .put("event_time", texts().of(update.millis()));
    if (update.activity().status() == Status.IDLE) {
      document.put("idle_since", texts().of(update.activity().since()));
    }
    if (update.fix() != null) {
      put(document, update.fix().position());
      document.put("position_time", texts().of(update.fix().millis()));
    }
    if (!update.orders().isEmpty()) {
      ArrayNode orders = document.putArray("order_ids");
      update.orders().forEach(orders::add);
    }

    return new RedisWrite(
        RedisKeys.dasher(update.market(), update.dasherId()),
        0,
        update.millis(),
        DASHER_TTL_MILLIS,
        "",
        document.toString());
  }

  private InstantTexts texts() {
    if (texts == null) {
      texts = new InstantTexts();
    }

    return texts;
  }

  private static void putPlace(ObjectNode document, String name, Position place) {
    if (place != null) {
      put(document.putObject(name), place);
    }
  }

  private static void put(ObjectNode document, Position position) {
    document.put("latitude", degrees(position.latitude()));
    document.put("longitude", degrees(position.longitude()));
  }

  private static BigDecimal degrees(double degrees) {
    return BigDecimal.valueOf(Math.round(degrees * MILLIONTHS), DIGITS);
  }
}
