package io.freshet.serving.orders.rules;

import io.freshet.serving.orders.rules.DasherChange.Leaves;
import io.freshet.serving.orders.rules.DasherChange.Stays;
import io.freshet.serving.orders.rules.DasherChange.Takes;
import io.freshet.serving.orders.rules.Verdict.Cause;
import io.freshet.serving.orders.rules.Verdict.Legal;
import io.freshet.serving.orders.rules.Verdict.Refused;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/** What may become of an order, and by whom. Knows no clock, database or request. */
public final class OrderRules {
  private static final List<ActorKind> CREATORS =
      List.of(ActorKind.CUSTOMER, ActorKind.OPS, ActorKind.SYSTEM);

  /** A dasher that no order has. */
  private static final DasherChange ANOTHER = new Takes(Long.MIN_VALUE);

  private OrderRules() {}

  /** Whether an order may be created. */
  public static Verdict judgeCreation(Parties parties, Signature by) {
    if (!CREATORS.contains(by.actor().kind())) {
      return wrongActor("create an order", by.actor(), CREATORS);
    }

    return isTheirs(by.actor(), parties, OptionalLong.empty())
        ? new Legal(Standing.NEW)
        : notTheirs(by.actor());
  }

  /** Whether a step may be made, and how the order stands then. */
  public static Verdict judge(Parties parties, Standing standing, Wish wish) {
    if (wish.to() == OrderState.DASHER_ASSIGNED && !(wish.dasher() instanceof Takes)) {
      return new Refused(
          Cause.INCOMPLETE, "dasher_assigned needs dasher_id: who takes the order", List.of());
    }
    Set<Move> moves = Moves.of(standing, wish.to(), wish.dasher());
    if (moves.isEmpty()) {
      return illegal(standing, wish);
    }
    Actor actor = wish.by().actor();
    Set<ActorKind> actors = actors(moves);
    if (!actors.contains(actor.kind())) {
      return wrongActor("make this step to " + wish.to().code(), actor, actors);
    }
    Standing after = standing.after(wish);
    OptionalLong dasher = moves.contains(Move.ASSIGN) ? after.dasher() : standing.dasher();
    if (!isTheirs(actor, parties, dasher)) {
      return notTheirs(actor);
    }
    if (moves.stream().anyMatch(Move::needsReason) && wish.by().reason().isEmpty()) {
      return new Refused(
          Cause.INCOMPLETE,
          "This step to %s needs a reason, such as restaurant_declined".formatted(wish.to().code()),
          List.of());
    }

    return new Legal(after);
  }

  /** The states that may follow, by one step of somebody's. */
  public static List<OrderState> next(Standing standing) {
    return Arrays.stream(OrderState.values())
        .filter(
            to ->
                Stream.of(new Stays(), new Leaves(), ANOTHER)
                    .anyMatch(dasher -> !Moves.of(standing, to, dasher).isEmpty()))
        .toList();
  }

  private static Set<ActorKind> actors(Collection<Move> moves) {
    EnumSet<ActorKind> actors = EnumSet.allOf(ActorKind.class);
    moves.forEach(move -> actors.retainAll(move.actors()));

    return actors;
  }

  private static boolean isTheirs(Actor actor, Parties parties, OptionalLong dasher) {
    return switch (actor.kind()) {
      case CUSTOMER -> actor.is(parties.customerId());
      case RESTAURANT -> actor.is(parties.restaurantId());
      case DASHER -> dasher.isPresent() && actor.is(dasher.getAsLong());
      case OPS, SYSTEM -> true;
    };
  }

  private static Refused illegal(Standing standing, Wish wish) {
    List<String> next = next(standing).stream().map(OrderState::code).toList();
    String dasher =
        standing.dasher().isPresent()
            ? "dasher %d has it".formatted(standing.dasher().getAsLong())
            : "no dasher has it";

    return new Refused(
        Cause.ILLEGAL,
        "The order is %s, its kitchen %s, and %s: no such step to %s leads on from there; %s"
            .formatted(
                standing.state().code(),
                standing.kitchen().code(),
                dasher,
                wish.to().code(),
                next.isEmpty() ? "it has ended" : "what may follow is " + String.join(", ", next)),
        next);
  }

  private static Refused wrongActor(String what, Actor actor, Collection<ActorKind> actors) {
    List<String> codes = actors.stream().map(ActorKind::code).toList();

    return new Refused(
        Cause.WRONG_ACTOR,
        "A %s may not %s; that is for %s"
            .formatted(actor.kind().code(), what, String.join(", ", codes)),
        codes);
  }

  private static Refused notTheirs(Actor actor) {
    return new Refused(Cause.NOT_THEIRS, "The order is not that of " + actor, List.of());
  }
}
