package io.freshet.serving.orders.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.serving.orders.rules.DasherChange.Leaves;
import io.freshet.serving.orders.rules.DasherChange.Stays;
import io.freshet.serving.orders.rules.DasherChange.Takes;
import io.freshet.serving.orders.rules.Verdict.Cause;
import io.freshet.serving.orders.rules.Verdict.Legal;
import io.freshet.serving.orders.rules.Verdict.Refused;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OrderRulesTest {
  private static final Parties PARTIES = new Parties(100, 200);
  private static final Map<String, Standing> STANDINGS = Standings.all();
  private static final Map<String, DasherChange> CHANGES =
      Map.of(
          "stays", new Stays(),
          "same", new Takes(Standings.DASHER),
          "another", new Takes(Standings.ANOTHER),
          "leaves", new Leaves());

  /**
   * All that is legal: where the order stands, the state that follows, what becomes of the dasher,
   * who may, and with {@code !} that they must say why.
   */
  private static final String TABLE =
      """
      created             confirmed        stays    restaurant ops
      created             cancelled        stays    customer restaurant system ops !

      confirmed           preparing        stays    restaurant ops
      confirmed           dasher_assigned  same     dasher system ops
      confirmed           dasher_assigned  another  dasher system ops
      confirmed           cancelled        stays    customer restaurant system ops !

      preparing           ready            stays    restaurant ops
      preparing           dasher_assigned  same     dasher system ops
      preparing           dasher_assigned  another  dasher system ops
      preparing           cancelled        stays    customer restaurant system ops !

      preparing+dasher    preparing        leaves   dasher system ops !
      preparing+dasher    ready            stays    restaurant ops
      preparing+dasher    ready            leaves   ops !
      preparing+dasher    dasher_assigned  another  system ops !
      preparing+dasher    cancelled        stays    customer restaurant system ops !
      preparing+dasher    cancelled        leaves   system ops !

      ready               dasher_assigned  same     dasher system ops
      ready               dasher_assigned  another  dasher system ops
      ready               cancelled        stays    customer restaurant system ops !

      ready+dasher        ready            leaves   dasher system ops !
      ready+dasher        dasher_assigned  another  system ops !
      ready+dasher        picked_up        stays    dasher ops
      ready+dasher        cancelled        stays    customer restaurant system ops !
      ready+dasher        cancelled        leaves   system ops !

      assigned:confirmed  confirmed        leaves   dasher system ops !
      assigned:confirmed  preparing        stays    restaurant ops
      assigned:confirmed  preparing        leaves   ops !
      assigned:confirmed  dasher_assigned  another  system ops !
      assigned:confirmed  cancelled        stays    customer restaurant system ops !
      assigned:confirmed  cancelled        leaves   system ops !

      assigned:preparing  preparing        leaves   dasher system ops !
      assigned:preparing  ready            stays    restaurant ops
      assigned:preparing  ready            leaves   ops !
      assigned:preparing  dasher_assigned  another  system ops !
      assigned:preparing  cancelled        stays    customer restaurant system ops !
      assigned:preparing  cancelled        leaves   system ops !

      assigned:ready      ready            leaves   dasher system ops !
      assigned:ready      dasher_assigned  another  system ops !
      assigned:ready      picked_up        stays    dasher ops
      assigned:ready      cancelled        stays    customer restaurant system ops !
      assigned:ready      cancelled        leaves   system ops !

      picked_up           delivered        stays    dasher ops
      picked_up           cancelled        stays    ops !
      """;

  private static final Map<String, Set<String>> EXPECTED = expected();

  private static Map<String, Set<String>> expected() {
    Map<String, Set<String>> expected = new HashMap<>();
    TABLE
        .lines()
        .filter(line -> !line.isBlank())
        .map(line -> List.of(line.split(" +")))
        .forEach(
            words ->
                expected.put(
                    String.join(" ", words.subList(0, 3)),
                    Set.copyOf(words.subList(3, words.size()))));

    return expected;
  }

  static Stream<String> standings() {
    return STANDINGS.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("standings")
  void allowsWhatTheTableSaysAndNothingElse(String name) {
    for (OrderState to : OrderState.values()) {
      for (String change : CHANGES.keySet()) {
        for (ActorKind actor : ActorKind.values()) {
          for (Optional<String> reason :
              List.of(Optional.<String>empty(), Optional.of("because"))) {
            Wish wish =
                new Wish(
                    to,
                    CHANGES.get(change),
                    new Signature(actor(actor, change), reason, Optional.empty()));
            Verdict verdict = OrderRules.judge(PARTIES, STANDINGS.get(name), wish);

            assertThat(found(verdict))
                .as("%s, reason %s, from %s", wish, reason, name)
                .isEqualTo(expected(name, to, change, actor, reason));
          }
        }
      }
    }
  }

  /** Whose order it is; of a dasher who takes one, the taker. */
  private static Actor actor(ActorKind kind, String change) {
    return switch (kind) {
      case CUSTOMER -> new Actor(kind, "100");
      case RESTAURANT -> new Actor(kind, "200");
      case DASHER ->
          new Actor(
              kind, Long.toString(change.equals("another") ? Standings.ANOTHER : Standings.DASHER));
      case OPS, SYSTEM -> new Actor(kind, "anna");
    };
  }

  private static String found(Verdict verdict) {
    return verdict instanceof Refused refused ? refused.cause().name() : "LEGAL";
  }

  private static String expected(
      String standing, OrderState to, String change, ActorKind actor, Optional<String> reason) {
    boolean namesNobody = change.equals("stays") || change.equals("leaves");
    if (to == OrderState.DASHER_ASSIGNED && namesNobody) {
      return Cause.INCOMPLETE.name();
    }
    Set<String> who = EXPECTED.get("%s %s %s".formatted(standing, to.code(), change));
    if (who == null) {
      return Cause.ILLEGAL.name();
    }
    if (!who.contains(actor.code())) {
      return Cause.WRONG_ACTOR.name();
    }

    return who.contains("!") && reason.isEmpty() ? Cause.INCOMPLETE.name() : "LEGAL";
  }

  @Test
  void theTableHasEveryStandingThatAnOrderCanComeTo() {
    Set<Standing> found = new HashSet<>(Set.of(Standing.NEW));
    Queue<Standing> open = new ArrayDeque<>(found);
    while (!open.isEmpty()) {
      Standing standing = open.remove();
      for (OrderState to : OrderState.values()) {
        for (DasherChange change :
            List.of(new Stays(), new Takes(Standings.DASHER), new Leaves())) {
          Verdict verdict = OrderRules.judge(PARTIES, standing, byOps(to, change));
          if (verdict instanceof Legal legal && found.add(legal.after())) {
            open.add(legal.after());
          }
        }
      }
    }

    assertThat(found).containsExactlyInAnyOrderElementsOf(STANDINGS.values());
  }

  private static Wish byOps(OrderState to, DasherChange change) {
    return new Wish(
        to,
        change,
        new Signature(new Actor(ActorKind.OPS, "anna"), Optional.of("because"), Optional.empty()));
  }

  private static Signature unexplained(Actor actor) {
    return new Signature(actor, Optional.empty(), Optional.empty());
  }

  @ParameterizedTest
  @MethodSource("standings")
  void saysWhatMayFollow(String name) {
    Standing standing = STANDINGS.get(name);
    List<OrderState> possible =
        Stream.of(OrderState.values())
            .filter(
                to ->
                    CHANGES.keySet().stream()
                        .anyMatch(
                            change ->
                                EXPECTED.containsKey(
                                    "%s %s %s".formatted(name, to.code(), change))))
            .toList();

    assertThat(OrderRules.next(standing)).isEqualTo(possible);
  }

  @Test
  void keepsTheDasherWhileTheKitchenGetsOn() {
    Verdict verdict =
        OrderRules.judge(
            PARTIES,
            STANDINGS.get("assigned:preparing"),
            new Wish(
                OrderState.READY,
                new Stays(),
                unexplained(new Actor(ActorKind.RESTAURANT, "200"))));

    assertThat(verdict).isEqualTo(new Legal(STANDINGS.get("ready+dasher")));
  }

  @Test
  void aDasherWhoLeavesLetsTheOrderFallBackToItsKitchen() {
    Verdict verdict =
        OrderRules.judge(
            PARTIES,
            STANDINGS.get("assigned:confirmed"),
            byOps(OrderState.CONFIRMED, new Leaves()));

    assertThat(verdict).isEqualTo(new Legal(STANDINGS.get("confirmed")));
  }

  @Test
  void reassignmentGivesTheOrderToAnother() {
    Verdict verdict =
        OrderRules.judge(
            PARTIES,
            STANDINGS.get("ready+dasher"),
            byOps(OrderState.DASHER_ASSIGNED, new Takes(Standings.ANOTHER)));

    assertThat(verdict)
        .isEqualTo(
            new Legal(
                new Standing(
                    OrderState.DASHER_ASSIGNED,
                    OrderState.READY,
                    OptionalLong.of(Standings.ANOTHER))));
  }

  @Test
  void saysOfAnIllegalStepHowTheOrderStandsAndWhatMayFollow() {
    Verdict verdict =
        OrderRules.judge(
            PARTIES, STANDINGS.get("assigned:preparing"), byOps(OrderState.PICKED_UP, new Stays()));

    assertThat(verdict)
        .isEqualTo(
            new Refused(
                Cause.ILLEGAL,
                "The order is dasher_assigned, its kitchen preparing, and dasher 7 has it: no such"
                    + " step to picked_up leads on from there; what may follow is preparing, ready,"
                    + " dasher_assigned, cancelled",
                List.of("preparing", "ready", "dasher_assigned", "cancelled")));
  }

  @Test
  void saysOfAWrongActorWhoMay() {
    Wish wish =
        new Wish(
            OrderState.CONFIRMED, new Stays(), unexplained(new Actor(ActorKind.CUSTOMER, "100")));

    assertThat(OrderRules.judge(PARTIES, Standing.NEW, wish))
        .isEqualTo(
            new Refused(
                Cause.WRONG_ACTOR,
                "A customer may not make this step to confirmed; that is for restaurant, ops",
                List.of("restaurant", "ops")));
  }

  @ParameterizedTest
  @MethodSource("strangers")
  void nobodyTouchesTheOrderOfAnother(Actor stranger, String standing, OrderState to) {
    Wish wish =
        new Wish(
            to,
            to == OrderState.DASHER_ASSIGNED ? new Takes(Standings.DASHER) : new Stays(),
            new Signature(stranger, Optional.of("because"), Optional.empty()));

    assertThat(OrderRules.judge(PARTIES, STANDINGS.get(standing), wish))
        .isEqualTo(
            new Refused(Cause.NOT_THEIRS, "The order is not that of " + stranger, List.of()));
  }

  static Stream<Object[]> strangers() {
    return Stream.of(
        new Object[] {new Actor(ActorKind.CUSTOMER, "101"), "created", OrderState.CANCELLED},
        new Object[] {new Actor(ActorKind.RESTAURANT, "0200"), "created", OrderState.CONFIRMED},
        new Object[] {new Actor(ActorKind.DASHER, "8"), "ready+dasher", OrderState.PICKED_UP},
        new Object[] {new Actor(ActorKind.DASHER, "8"), "ready", OrderState.DASHER_ASSIGNED});
  }

  @ParameterizedTest
  @MethodSource("creators")
  void customersOpsAndSystemsCreateOrders(Actor actor, String expected) {
    assertThat(found(OrderRules.judgeCreation(PARTIES, unexplained(actor)))).isEqualTo(expected);
  }

  static Stream<Object[]> creators() {
    return Stream.of(
        new Object[] {new Actor(ActorKind.CUSTOMER, "100"), "LEGAL"},
        new Object[] {new Actor(ActorKind.CUSTOMER, "101"), "NOT_THEIRS"},
        new Object[] {new Actor(ActorKind.OPS, "anna"), "LEGAL"},
        new Object[] {new Actor(ActorKind.SYSTEM, "kiosk"), "LEGAL"},
        new Object[] {new Actor(ActorKind.RESTAURANT, "200"), "WRONG_ACTOR"},
        new Object[] {new Actor(ActorKind.DASHER, "7"), "WRONG_ACTOR"});
  }
}
