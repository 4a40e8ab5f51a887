package io.freshet.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;

/** A plan, as people read it: what is as it should be is only counted. */
public final class PlanText {
  private PlanText() {}

  /**
   * @param result as {@link io.freshet.core.contract.PlanJson} writes it
   */
  public static void print(JsonNode result, PrintWriter out) {
    int create = 0;
    int update = 0;
    int delete = 0;
    int refuse = 0;
    int none = 0;
    for (JsonNode change : result.path("plan")) {
      String action = change.path("action").asText();
      switch (action) {
        case "create" -> create++;
        case "update" -> update++;
        case "delete" -> delete++;
        case "refuse" -> refuse++;
        default -> none++;
      }
      if (!action.equals("none")) {
        out.printf(
            "%s %-60s %s%n",
            sign(action), change.path("resource").asText(), change.path("detail").asText());
      }
    }
    out.printf(
        "Plan: %d to create, %d to change, %s%d refused, %d as they should be%n",
        create, update, delete == 0 ? "" : delete + " to delete, ", refuse, none);
  }

  private static String sign(String action) {
    return switch (action) {
      case "create" -> "+";
      case "update" -> "~";
      case "delete" -> "-";
      default -> "!";
    };
  }
}
