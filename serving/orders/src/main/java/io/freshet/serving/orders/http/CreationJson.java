package io.freshet.serving.orders.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.serving.orders.rules.Actor;
import io.freshet.serving.orders.rules.EventTimes;
import io.freshet.serving.orders.rules.Parties;
import io.freshet.serving.orders.rules.Signature;
import io.freshet.serving.orders.store.Creation;
import io.freshet.serving.orders.store.Money;
import io.freshet.serving.orders.store.OrderFacts;
import io.freshet.serving.orders.store.Place;
import io.freshet.serving.orders.store.RequestKey;
import java.time.Instant;
import java.util.Optional;

/** Reads what is to become an order. */
final class CreationJson {
  private static final int POLE = 90;
  private static final int HALF_AROUND = 180;

  private CreationJson() {}

  /**
   * @throws RefusedRequestException with all that is wrong with the body
   */
  static Creation read(JsonNode body, String key) {
    JsonFields fields = JsonFields.of(body);
    OrderFacts facts =
        new OrderFacts(
            fields.text("market", TextRule.MARKET),
            new Parties(
                fields.wholeNumber("customer_id", 1), fields.wholeNumber("restaurant_id", 1)),
            place(fields, "pickup"),
            place(fields, "dropoff"),
            new Money(
                fields.wholeNumber("subtotal_minor", 0),
                fields.text("currency", TextRule.CURRENCY)));
    Optional<Actor> actor = ActorJson.read(fields);
    Optional<String> note = fields.optionalText("note", TextRule.NOTE);
    Optional<Instant> eventTime = fields.optionalTime("event_time").map(EventTimes::precise);
    fields.requireSound();

    return new Creation(
        facts,
        new Signature(actor.orElseThrow(), Optional.empty(), note),
        eventTime,
        RequestKey.of(key, JsonBody.canonical(body)));
  }

  private static Place place(JsonFields fields, String name) {
    return new Place(
        fields.degrees(name + "_latitude", POLE), fields.degrees(name + "_longitude", HALF_AROUND));
  }
}
