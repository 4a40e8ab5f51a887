package io.freshet.cli.snowflake;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.cli.output.PlanText;
import java.io.PrintWriter;

/** A plan for an account, as people read it. */
final class AccountPlanText {
  private AccountPlanText() {}

  static void print(JsonNode result, PrintWriter out) {
    PlanText.print(result, out);
    if (!result.path("left_out").isEmpty()) {
      out.printf("Left out, as no emulator runs them: %d%n", result.path("left_out").size());
    }
    if (result.path("applied").asBoolean()) {
      out.println("Applied");
    }
  }
}
