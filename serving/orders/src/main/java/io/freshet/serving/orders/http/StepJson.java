package io.freshet.serving.orders.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.serving.orders.rules.Actor;
import io.freshet.serving.orders.rules.DasherChange;
import io.freshet.serving.orders.rules.EventTimes;
import io.freshet.serving.orders.rules.OrderState;
import io.freshet.serving.orders.rules.Signature;
import io.freshet.serving.orders.rules.Wish;
import io.freshet.serving.orders.store.RequestKey;
import io.freshet.serving.orders.store.StepRequest;
import java.time.Instant;
import java.util.Optional;

/** Reads the step that an order is to make. */
final class StepJson {
  private static final String DASHER = "dasher_id";
  private static final String RELEASE = "release_dasher";

  private StepJson() {}

  /** What the request says beside its body. */
  record Around(long order, int expectedVersion, String key) {}

  /**
   * @throws RefusedRequestException with all that is wrong with the body
   */
  static StepRequest read(JsonNode body, Around around) {
    JsonFields fields = JsonFields.of(body);
    Optional<OrderState> state = fields.choice("state", OrderState::of, OrderState.codes());
    DasherChange dasher = dasher(fields, state);
    Optional<Actor> actor = ActorJson.read(fields);
    Optional<String> reason = fields.optionalText("reason", TextRule.REASON);
    Optional<String> note = fields.optionalText("note", TextRule.NOTE);
    Optional<Instant> eventTime = fields.optionalTime("event_time").map(EventTimes::precise);
    fields.requireSound();

    return new StepRequest(
        around.order(),
        around.expectedVersion(),
        new Wish(state.orElseThrow(), dasher, new Signature(actor.orElseThrow(), reason, note)),
        eventTime,
        RequestKey.of(around.key(), JsonBody.canonical(body)));
  }

  private static DasherChange dasher(JsonFields fields, Optional<OrderState> state) {
    Optional<Long> taker = fields.optionalWholeNumber(DASHER, 1);
    boolean leaves = fields.flag(RELEASE);
    boolean isAssignment = state.filter(to -> to == OrderState.DASHER_ASSIGNED).isPresent();
    if (taker.isPresent() && !isAssignment) {
      fields.refuse(DASHER, "goes with dasher_assigned alone; leave it out");
    }
    if (leaves && isAssignment) {
      fields.refuse(RELEASE, "goes with the kitchen's states and cancelled; leave it out");
    }
    if (taker.isPresent()) {
      return new DasherChange.Takes(taker.get());
    }

    return leaves ? new DasherChange.Leaves() : new DasherChange.Stays();
  }
}
