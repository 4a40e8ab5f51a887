package io.freshet.cli.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;

/** A plan as people read it: the job graph, and what becomes of state. */
final class PlanText {
  private static final int WIDTH = 110;

  private PlanText() {}

  static void print(JsonNode application, PrintWriter out) {
    out.printf(
        "%s, version %s, parallelism %d%n%n",
        application.path("name").asText(),
        application.path("version").asText(),
        application.path("parallelism").asInt());
    Map<Long, Integer> numbers = new HashMap<>();
    for (JsonNode operator : application.path("operators")) {
      numbers.put(operator.path("id").asLong(), numbers.size() + 1);
    }
    for (JsonNode operator : application.path("operators")) {
      out.println(line(operator, numbers));
    }
    out.println();
    printState(application.path("state"), out);
  }

  private static String line(JsonNode operator, Map<Long, Integer> numbers) {
    StringBuilder inputs = new StringBuilder();
    for (JsonNode input : operator.path("inputs")) {
      inputs.append(inputs.isEmpty() ? "" : ", ").append(numbers.get(input.asLong()));
    }
    String state =
        switch (operator.path("state").asText()) {
          case "none" -> "";
          case "until_ttl" -> "  [state, until stateTtl]";
          case "for_ever" -> "  [state, for ever]";
          default -> "  [state]";
        };
    String description = operator.path("description").asText();

    return "%3d %s%s%s"
        .formatted(
            numbers.get(operator.path("id").asLong()),
            inputs.isEmpty() ? "" : "← " + inputs + "  ",
            description.length() <= WIDTH ? description : description.substring(0, WIDTH) + "…",
            state);
  }

  static void printState(JsonNode state, PrintWriter out) {
    out.println(
        switch (state.path("verdict").asText()) {
          case "first" -> "State: no version has run here; all begins empty";
          case "restored" -> "State: all that the running version has is found again";
          default -> "State: the running version has state that this one has no place for";
        });
    print("restored", state.path("restored"), out);
    print("lost", state.path("lost"), out);
    if (!state.path("verdict").asText().equals("first")) {
      print("begins empty", state.path("fresh"), out);
    }
  }

  private static void print(String what, JsonNode names, PrintWriter out) {
    for (JsonNode name : names) {
      String text = name.path("what").asText();
      out.printf(
          "  %s: %s (%s)%n",
          what,
          name.path("name").asText(),
          text.length() <= WIDTH ? text : text.substring(0, WIDTH) + "…");
    }
  }
}
