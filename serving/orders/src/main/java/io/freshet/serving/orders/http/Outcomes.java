package io.freshet.serving.orders.http;

import io.freshet.serving.orders.rules.Verdict;
import io.freshet.serving.orders.store.Order;
import io.freshet.serving.orders.store.Outcome;
import java.util.List;

/** Why nothing was written, as clients are told. */
final class Outcomes {
  private Outcomes() {}

  /**
   * @param outcome in which nothing was written, now or before
   * @param order the number that was asked for
   */
  static Problem problem(Outcome<?> outcome, long order) {
    if (outcome instanceof Outcome.UnknownOrder<?>) {
      return unknown(order);
    }
    if (outcome instanceof Outcome.KeyReused<?>) {
      return Problem.of(
          422,
          "key_reused",
          "Another request had this Idempotency-Key and asked for something else; give each its"
              + " own");
    }
    if (outcome instanceof Outcome.Stale<?> stale) {
      return stale(stale.now());
    }
    if (outcome instanceof Outcome.Untimely<?> untimely) {
      return Problem.of(List.of(new FieldProblem("/event_time", untimely.problem())));
    }
    if (outcome instanceof Outcome.Refused<?> refused) {
      Problem problem = refused(refused.verdict());

      return refused.version() == 0 ? problem : problem.atVersion(refused.version());
    }
    throw new IllegalArgumentException("No problem: " + outcome);
  }

  static Problem unknown(long order) {
    return Problem.of(404, "no_such_order", "There is no order %d".formatted(order));
  }

  private static Problem stale(Order now) {
    return Problem.of(
            412,
            "stale",
            "Order %d has come to version %d, %s; look at it and decide again"
                .formatted(now.id(), now.version(), now.standing().state().code()))
        .atVersion(now.version());
  }

  private static Problem refused(Verdict.Refused verdict) {
    Problem problem =
        switch (verdict.cause()) {
          case ILLEGAL -> Problem.of(409, "illegal_step", verdict.detail());
          case WRONG_ACTOR -> Problem.of(403, "wrong_actor", verdict.detail());
          case NOT_THEIRS -> Problem.of(403, "not_their_order", verdict.detail());
          case INCOMPLETE -> Problem.of(422, "incomplete", verdict.detail());
        };

    return problem.allowing(verdict.allowed());
  }
}
