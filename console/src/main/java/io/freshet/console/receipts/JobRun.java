package io.freshet.console.receipts;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a nightly or a backfill has done, by its receipt.
 *
 * @param newestDay the last day that readers see by it; none where nothing was published
 * @param figures those that the receipt states: older ones lack some
 * @param checks of all days, in the order of the receipt
 * @param days those that readers see by it, and that it says to have held against rules
 */
public record JobRun(
    String job,
    Optional<LocalDate> newestDay,
    Map<JobFigure, Double> figures,
    List<Check> checks,
    List<Day> days) {
  private static final String PUBLISHED = "published";

  /**
   * A rule that the rows had to pass.
   *
   * @param passed in so many days
   * @param violations what was seen of days that did not
   */
  public record Check(String rule, int passed, List<String> violations) {
    public Check {
      violations = List.copyOf(violations);
    }

    public boolean ok() {
      return violations.isEmpty();
    }
  }

  /** A day that was published. */
  public record Day(LocalDate date, List<Check> checks) {
    public Day {
      checks = List.copyOf(checks);
    }
  }

  public JobRun {
    figures = Collections.unmodifiableMap(new EnumMap<>(figures));
    checks = List.copyOf(checks);
    days = List.copyOf(days);
  }

  /** Of a receipt of that kind; empty of others. */
  static Optional<JobRun> of(String kind, JsonNode json) {
    return switch (kind) {
      case "nightly" -> Optional.of(nightly(json));
      case "backfill" -> Optional.of(backfill(json.path("plan"), json.path("receipt")));
      default -> Optional.empty();
    };
  }

  private static JobRun nightly(JsonNode json) {
    Map<JobFigure, Double> figures = figures(json);
    figures.put(JobFigure.DAYS, 1.0);
    Optional<LocalDate> day = isPublished(json) ? day(json) : Optional.empty();
    List<Check> checks = checks(List.of(json));

    return new JobRun(
        json.path("job").asText(),
        day,
        figures,
        checks,
        day.stream().map(date -> new Day(date, checks)).toList());
  }

  private static JobRun backfill(JsonNode plan, JsonNode receipt) {
    Map<JobFigure, Double> figures = figures(plan);
    figures.putAll(figures(receipt));
    List<JsonNode> days = new ArrayList<>();
    receipt.path("days").forEach(days::add);
    figures.put(JobFigure.DAYS, (double) days.size());

    return new JobRun(
        plan.path("job").asText(),
        isPublished(receipt) && !days.isEmpty() ? day(days.get(days.size() - 1)) : Optional.empty(),
        figures,
        checks(days),
        isPublished(receipt) ? checked(days) : List.of());
  }

  private static boolean isPublished(JsonNode node) {
    return node.path("outcome").asText().equals(PUBLISHED);
  }

  /** Of a day that an earlier call has checked, or that stayed as it was, it says nothing. */
  private static List<Day> checked(List<JsonNode> days) {
    return days.stream()
        .filter(node -> !node.path("checks").isEmpty())
        .flatMap(node -> day(node).stream().map(date -> new Day(date, checks(List.of(node)))))
        .toList();
  }

  private static Optional<LocalDate> day(JsonNode node) {
    return Optional.of(node.path("day").asText())
        .filter(text -> text.matches("\\d{4}-\\d{2}-\\d{2}"))
        .map(LocalDate::parse);
  }

  private static Map<JobFigure, Double> figures(JsonNode node) {
    Map<JobFigure, Double> figures = new EnumMap<>(JobFigure.class);
    for (JobFigure figure : JobFigure.values()) {
      if (node.path(figure.key()).isNumber()) {
        figures.put(figure, node.path(figure.key()).asDouble());
      }
    }

    return figures;
  }

  private static List<Check> checks(List<JsonNode> days) {
    Map<String, Check> checks = new LinkedHashMap<>();
    for (JsonNode day : days) {
      Map<String, String> violated = new LinkedHashMap<>();
      day.path("violated")
          .forEach(each -> violated.put(each.path("rule").asText(), violation(each)));
      for (JsonNode check : day.path("checks")) {
        String rule = check.path("rule").asText();
        boolean ok = check.path("ok").asBoolean();
        Check seen = checks.getOrDefault(rule, new Check(rule, 0, List.of()));
        List<String> violations = new ArrayList<>(seen.violations());
        if (!ok) {
          violations.add(violated.getOrDefault(rule, violation(check)));
        }
        checks.put(rule, new Check(rule, seen.passed() + (ok ? 1 : 0), violations));
      }
    }

    return List.copyOf(checks.values());
  }

  private static String violation(JsonNode check) {
    return check.path("violation").asText("");
  }
}
