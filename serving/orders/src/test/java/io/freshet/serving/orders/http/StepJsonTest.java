package io.freshet.serving.orders.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.freshet.serving.orders.OrderTexts;
import io.freshet.serving.orders.rules.Actor;
import io.freshet.serving.orders.rules.ActorKind;
import io.freshet.serving.orders.rules.DasherChange;
import io.freshet.serving.orders.rules.OrderState;
import io.freshet.serving.orders.rules.Signature;
import io.freshet.serving.orders.rules.Wish;
import io.freshet.serving.orders.store.StepRequest;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepJsonTest {
  @Test
  void readsAStep() {
    StepRequest step =
        read(
            OrderTexts.step(
                "cancelled",
                "restaurant",
                "200",
                "\"reason\": \"restaurant_declined\", \"note\": \"no more rice\\nsorry\""));

    assertThat(step.orderId()).isEqualTo(17);
    assertThat(step.expectedVersion()).isEqualTo(3);
    assertThat(step.wish())
        .isEqualTo(
            new Wish(
                OrderState.CANCELLED,
                new DasherChange.Stays(),
                new Signature(
                    new Actor(ActorKind.RESTAURANT, "200"),
                    Optional.of("restaurant_declined"),
                    Optional.of("no more rice\nsorry"))));
    assertThat(step.request().key()).isEqualTo("key");
  }

  @Test
  void readsWhatBecomesOfTheDasher() {
    assertThat(read(OrderTexts.step("dasher_assigned", 7)).wish().dasher())
        .isEqualTo(new DasherChange.Takes(7));
    assertThat(
            read(OrderTexts.step("ready", "ops", "anna", "\"release_dasher\": true"))
                .wish()
                .dasher())
        .isEqualTo(new DasherChange.Leaves());
    assertThat(
            read(OrderTexts.step("ready", "ops", "anna", "\"release_dasher\": false"))
                .wish()
                .dasher())
        .isEqualTo(new DasherChange.Stays());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "redy | '' | /state | is \"redy\"; did you mean ready?",
        "ready | \"dasher_id\": 7 | /dasher_id | goes with dasher_assigned alone; leave it out",
        "dasher_assigned | \"dasher_id\": 7, \"release_dasher\": true | /release_dasher | goes with"
            + " the kitchen's states and cancelled; leave it out",
        "ready | \"release_dasher\": 1 | /release_dasher | is 1; true or false is wanted",
        "cancelled | \"reason\": \"No rice!\" | /reason | is \"No rice!\"; a word that can be counted,"
            + " such as restaurant_declined, is wanted"
      })
  void saysWhatIsWrong(String state, String more, String pointer, String detail) {
    RefusedRequestException refused =
        catchThrowableOfType(
            RefusedRequestException.class, () -> read(OrderTexts.step(state, "ops", "anna", more)));

    assertThat(refused.problem().errors()).containsExactly(new FieldProblem(pointer, detail));
  }

  private static StepRequest read(String body) {
    return StepJson.read(JsonBody.tree(body.getBytes(UTF_8)), new StepJson.Around(17, 3, "key"));
  }
}
