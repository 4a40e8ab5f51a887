package io.freshet.serving.orders;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What orders do, told without the rules of the service. */
final class Course {
  /** From the step behind the creation to the end, each with its body. */
  static final List<String> USUAL =
      List.of(
          OrderTexts.step("confirmed"),
          OrderTexts.step("preparing"),
          OrderTexts.step("dasher_assigned", 7),
          OrderTexts.step("ready"),
          OrderTexts.step("picked_up", 7),
          OrderTexts.step("delivered", 7));

  static final String USUAL_STATES =
      "created confirmed preparing dasher_assigned ready picked_up delivered";

  private static final String OPS = "ops";
  private static final String REASON = "\"reason\": \"because\"";
  private static final List<String> KITCHEN = List.of("created", "confirmed", "preparing", "ready");

  private Course() {}

  /** One that the order may or may not make next; more often the former. */
  static String anyStep(Answer order, Random random) {
    String kitchen = order.json().get("kitchen").textValue();

    return switch (random.nextInt(9)) {
      case 0 -> OrderTexts.step("picked_up", OPS, "anna", "");
      case 1 -> OrderTexts.step("delivered", OPS, "anna", "");
      case 2, 3 ->
          OrderTexts.step(
              "dasher_assigned",
              OPS,
              "anna",
              "\"dasher_id\": %d, %s".formatted(1 + random.nextInt(5), REASON));
      case 4 ->
          kitchen.equals("created")
              ? OrderTexts.step("confirmed")
              : OrderTexts.step(kitchen, OPS, "anna", "\"release_dasher\": true, " + REASON);
      case 5 ->
          random.nextInt(8) == 0
              ? OrderTexts.step("cancelled", OPS, "anna", REASON)
              : OrderTexts.step("confirmed");
      default ->
          OrderTexts.step(KITCHEN.get(Math.min(3, KITCHEN.indexOf(kitchen) + 1)), OPS, "anna", "");
    };
  }

  /** Holds an order's steps against what is true of all orders. */
  static void assertLegal(Answer steps) {
    List<String> states = new ArrayList<>();
    String kitchen = "created";
    String dasher = "";
    for (JsonNode step : steps.json().get("steps")) {
      String state = step.get("state").textValue();
      String since = step.path("dasher_id").asText();
      String before = states.isEmpty() ? "" : states.get(states.size() - 1);
      states.add(state);

      assertThat(step.get("order_version").intValue()).as("of %s", states).isEqualTo(states.size());
      assertThat(before).as("before the last of %s", states).isNotIn("delivered", "cancelled");
      assertThat(states.lastIndexOf("created")).isZero();
      if (KITCHEN.contains(state) && states.size() > 1) {
        boolean goesOn = KITCHEN.indexOf(state) == KITCHEN.indexOf(kitchen) + 1;
        boolean isRelease = state.equals(kitchen) && !dasher.isEmpty() && since.isEmpty();
        assertThat(goesOn || isRelease).as("the last of %s", states).isTrue();
        assertThat(before).isNotEqualTo("picked_up");
        kitchen = state;
      } else if (state.equals("dasher_assigned")) {
        assertThat(kitchen).as("the last of %s", states).isNotEqualTo("created");
        assertThat(before).isNotEqualTo("picked_up");
        assertThat(since).as("the last of %s", states).isNotEmpty().isNotEqualTo(dasher);
      } else if (state.equals("picked_up")) {
        assertThat(kitchen).as("the last of %s", states).isEqualTo("ready");
        assertThat(since).as("the last of %s", states).isNotEmpty().isEqualTo(dasher);
      } else if (state.equals("delivered")) {
        assertThat(before).as("before the last of %s", states).isEqualTo("picked_up");
      }
      dasher = since;
    }
  }
}
