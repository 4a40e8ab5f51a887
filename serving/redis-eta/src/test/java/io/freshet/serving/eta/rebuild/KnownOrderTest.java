package io.freshet.serving.eta.rebuild;

import static io.freshet.serving.eta.events.OrderState.CONFIRMED;
import static io.freshet.serving.eta.events.OrderState.CREATED;
import static io.freshet.serving.eta.events.OrderState.DASHER_ASSIGNED;
import static io.freshet.serving.eta.events.OrderState.DELIVERED;
import static io.freshet.serving.eta.events.OrderState.PICKED_UP;
import static io.freshet.serving.eta.events.OrderState.READY;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.serving.eta.dasher.Assignment;
import io.freshet.serving.eta.dasher.Assignment.Kind;
import io.freshet.serving.eta.events.OrderEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class KnownOrderTest {
  private static final int SHUFFLES = 200;

  @Test
  void endsWithTheNewestWhateverTheOrderOfRecords() {
    List<Consumer<KnownOrder>> records =
        List.of(
            order -> order.add(Events.step(1, CREATED, 10), 1),
            order -> order.add(Events.step(2, CONFIRMED, 20), 2),
            order -> order.add(Events.step(3, DASHER_ASSIGNED, 30, 5L), 3),
            order -> order.add(Events.step(4, DASHER_ASSIGNED, 40, 1L), 4),
            // The same step of both sources.
            order -> order.add(Events.step(5, READY, 50, 1L), 5),
            order -> order.add(Events.step(5, READY, 50, 1L), 6),
            order -> order.add(Events.prediction(4, 41, 900), 7),
            order -> order.add(Events.prediction(5, 50, 950), 8),
            order -> order.add(Events.prediction(5, 45, 940), 9));
    OrderEvent newest =
        new OrderEvent(
            Events.MARKET,
            Events.ORDER,
            5,
            READY,
            50_000,
            1L,
            Events.RESTAURANT,
            Events.CUSTOMER,
            false);

    for (KnownOrder order : shuffled(records)) {
      assertThat(order.step()).isEqualTo(newest);
      assertThat(order.prediction()).contains(Events.prediction(5, 50, 950));
      assertThat(order.receivedMillis()).isEqualTo(8);
      assertThat(order.assignments()).containsExactly(assignment(Kind.ASSIGNED, 5, 40));
    }
  }

  @Test
  void staysOverWhateverComesLate() {
    List<Consumer<KnownOrder>> records =
        List.of(
            order -> order.add(Events.step(1, CREATED, 10), 1),
            order -> order.add(Events.step(2, DASHER_ASSIGNED, 20, 1L), 2),
            order -> order.add(Events.prediction(2, 20, 900), 9),
            order -> order.add(Events.step(3, PICKED_UP, 30, 1L), 3),
            order -> order.add(Events.step(4, DELIVERED, 40), 4));

    for (KnownOrder order : shuffled(records)) {
      assertThat(order.isOver()).isTrue();
      assertThat(order.step().dasherId()).isEqualTo(1);
      assertThat(order.prediction()).isEmpty();
      assertThat(order.receivedMillis()).isEqualTo(4);
      assertThat(order.assignments())
          .containsExactly(assignment(Kind.ASSIGNED, 4, 20), assignment(Kind.RELEASED, 4, 40));
    }
  }

  @Test
  void isNobodysOnceItsDasherGaveItBack() {
    List<Consumer<KnownOrder>> records =
        List.of(
            order -> order.add(Events.step(1, CREATED, 10), 1),
            order -> order.add(Events.step(2, DASHER_ASSIGNED, 20, 1L), 2),
            order -> order.add(Events.step(3, READY, 30), 3));

    for (KnownOrder order : shuffled(records)) {
      assertThat(order.step().dasherId()).isNull();
      assertThat(order.assignments())
          .containsExactly(assignment(Kind.ASSIGNED, 3, 20), assignment(Kind.RELEASED, 3, 30));
    }
  }

  @Test
  void isNothingToShowWhenOnlyPredictionsTellOfIt() {
    KnownOrder order = new KnownOrder();
    order.add(Events.prediction(2, 20, 900), 1);

    assertThat(order.hasSteps()).isFalse();
    assertThat(order.assignments()).isEmpty();
  }

  private static Assignment assignment(Kind kind, int version, long second) {
    return new Assignment(Events.MARKET, Events.DASHER, Events.ORDER, version, kind, 1000 * second);
  }

  private static List<KnownOrder> shuffled(List<Consumer<KnownOrder>> records) {
    Random random = new Random(1);
    List<KnownOrder> orders = new ArrayList<>();
    for (int i = 0; i < SHUFFLES; i++) {
      List<Consumer<KnownOrder>> some = new ArrayList<>(records);
      Collections.shuffle(some, random);
      KnownOrder order = new KnownOrder();
      some.forEach(each -> each.accept(order));
      orders.add(order);
    }

    return orders;
  }
}
