package io.freshet.maintenance.plan;

import java.util.List;

/** What maintenance would do to a table, in order, and what it leaves alone and why. */
public record MaintenancePlan(String table, List<Step> steps, List<Skipped> skipped) {
  /** Something that does not pay, or must not be done now. */
  public record Skipped(String what, String reason) {}

  public MaintenancePlan {
    steps = List.copyOf(steps);
    skipped = List.copyOf(skipped);
  }

  /** For people, a line per step. */
  public String describe() {
    StringBuilder text = new StringBuilder(table);
    steps.forEach(step -> text.append("\n  ").append(step.describe()));
    skipped.forEach(
        skip -> text.append("\n  leave ").append(skip.what()).append(": ").append(skip.reason()));

    return text.toString();
  }
}
