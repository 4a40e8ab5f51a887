package io.freshet.serving.orders.http;

import io.freshet.serving.orders.rules.Actor;
import io.freshet.serving.orders.rules.ActorKind;
import java.util.Optional;

/** Reads who makes a request. */
final class ActorJson {
  private ActorJson() {}

  /** Empty where it is wrong, which the fields tell. */
  static Optional<Actor> read(JsonFields fields) {
    return fields.object("actor", ActorJson::actor).flatMap(actor -> actor);
  }

  private static Optional<Actor> actor(JsonFields fields) {
    Optional<ActorKind> kind = fields.choice("kind", ActorKind::of, ActorKind.codes());
    String id = fields.text("id", TextRule.ACTOR_ID);

    return kind.map(known -> new Actor(known, id));
  }
}
