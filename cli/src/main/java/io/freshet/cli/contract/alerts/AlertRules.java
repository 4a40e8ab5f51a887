package io.freshet.cli.contract.alerts;

import io.freshet.cli.output.Amounts;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.freshness.FreshnessPlan;
import io.freshet.core.contract.freshness.Hop;
import io.freshet.core.lake.TableLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Rules for Prometheus: a table is late while its oldest event waits longer than its plan says
 * ({@link FreshnessPlan#alertAfter}), and somebody is told once it has been late for too much of a
 * window. Which hop a rule speaks of is where the events wait.
 *
 * @param objective percent of the time that a table is to be in time, over 30 days
 * @param runbooks address or folder of the runbooks, without a slash at its end
 */
record AlertRules(double objective, String runbooks) {
  private static final String LATE = "table:freshet_late:bool";

  /** Who may be a day late is nobody's reason to get up. */
  private static final Duration PAGES_WITHIN = Duration.ofHours(1);

  // Windows of days cost to evaluate and hardly change within minutes.
  private static final String SLOW = "5m";

  /** All groups of a rule file. */
  Map<String, Object> of(List<FreshnessPlan> plans) {
    List<Map<String, Object>> records = new ArrayList<>();
    List<Map<String, Object>> pages = new ArrayList<>();
    List<Map<String, Object>> tickets = new ArrayList<>();
    for (FreshnessPlan plan : plans) {
      if (isJudged(plan.contract())) {
        for (Hop hop : hops(plan.contract())) {
          records.add(lateness(plan, hop));
          if (isUrgent(plan)) {
            pages.add(late(plan, hop, "page", BurnRate.HOUR, BurnRate.SIX_HOURS));
            tickets.add(late(plan, hop, "ticket", BurnRate.THREE_DAYS));
          } else {
            tickets.add(late(plan, hop, "ticket", BurnRate.SIX_HOURS, BurnRate.THREE_DAYS));
          }
        }
      }
    }

    PlatformAlerts platform = new PlatformAlerts(this::runbook);

    return Map.of(
        "groups",
        Stream.of(
                group("freshet-lateness", records, Map.of()),
                group("freshet-late", pages, Map.of()),
                group("freshet-late-slowly", tickets, Map.of("interval", SLOW)),
                group("freshet-platform", platform.tables(), Map.of()),
                group("freshet-services", platform.services(), Map.of()))
            .filter(group -> !((List<?>) group.get("rules")).isEmpty())
            .toList());
  }

  /** Dead letters are as late as the streams that feed them, which say so themselves. */
  static boolean isJudged(Contract contract) {
    return contract.table().isPresent() && !contract.name().equals(Contracts.DEAD_LETTERS);
  }

  /** Where its events can be found waiting. */
  static List<Hop> hops(Contract contract) {
    if (contract.stream().isEmpty()) {
      return List.of(Hop.NIGHTLY);
    }

    return contract.takesRawJson() ? List.of(Hop.VALIDATOR, Hop.FLINK) : List.of(Hop.FLINK);
  }

  private static boolean isUrgent(FreshnessPlan plan) {
    return plan.budget().compareTo(PAGES_WITHIN) <= 0;
  }

  private static Map<String, Object> group(
      String name, List<Map<String, Object>> rules, Map<String, Object> more) {
    Map<String, Object> group = new LinkedHashMap<>();
    group.put("name", name);
    group.putAll(more);
    group.put("rules", rules);

    return group;
  }

  private static Map<String, Object> lateness(FreshnessPlan plan, Hop hop) {
    Map<String, Object> rule = new LinkedHashMap<>();
    rule.put("record", LATE);
    rule.put(
        "expr",
        "max by (table, hop) (freshet_table_waiting_seconds%s) > bool %s"
            .formatted(selector(plan, hop), Amounts.seconds(plan.alertAfter())));

    // Of their own, as promtool takes records of one name and no labels for doubled.
    rule.put("labels", ordered("table", table(plan), "hop", hop.code()));

    return rule;
  }

  private Map<String, Object> late(
      FreshnessPlan plan, Hop hop, String severity, BurnRate... rates) {
    String table = table(plan);
    Map<String, Object> rule = new LinkedHashMap<>();
    rule.put("alert", "FreshetTableLate");
    rule.put(
        "expr",
        Stream.of(rates)
            .map(rate -> rate.expression(LATE + selector(plan, hop), objective))
            .collect(Collectors.joining(" or ")));
    rule.put(
        "labels",
        ordered(
            "severity", severity,
            "table", table,
            "hop", hop.code(),
            "domain", plan.contract().documentation().domain(),
            "owner", plan.contract().documentation().owner()));
    rule.put(
        "annotations",
        ordered(
            "summary",
            "%s is later than its contract allows, at %s".formatted(table, hop.code()),
            "description",
            ("Late for {{ $value | humanizePercentage }} of the window. Budget %d s, alert after %d"
                    + " s, waiting now: {{ with query \"freshet_table_waiting_seconds%s\" }}{{ . |"
                    + " first | value | humanizeDuration }}{{ else }}not known{{ end }}")
                .formatted(
                    plan.budget().toSeconds(),
                    plan.alertAfter().toSeconds(),
                    selector(plan, hop).replace("\"", "'")),
            "likely_cause",
            cause(plan, hop),
            "runbook",
            runbook(hop.code())));

    return rule;
  }

  private String cause(FreshnessPlan plan, Hop hop) {
    return switch (hop) {
      case VALIDATOR -> "Raw JSON waits: the JSON validator stands or is behind.";
      case NIGHTLY -> "Its inputs hold days that its job has not published.";
      default ->
          ("Last commit {{ with query \"freshet_table_commit_age_seconds{table='%s'}\" }}"
                  + "{{ . | first | value | humanizeDuration }} ago{{ else }}never, or of no"
                  + " snapshot that is kept{{ end }}."
                  + " As long ago as events wait: the writer stands, or its checkpoints fail; if"
                  + " other tables of its writer commit, its stream is parked (%s). Sooner: the"
                  + " writer is behind, or catches up.")
              .formatted(table(plan), runbook(Hop.COMMIT.code()));
    };
  }

  private String runbook(String page) {
    return "%s/%s.md".formatted(runbooks, page);
  }

  private static String selector(FreshnessPlan plan, Hop hop) {
    return "{table=\"%s\",hop=\"%s\"}".formatted(table(plan), hop.code());
  }

  private static String table(FreshnessPlan plan) {
    return TableLayout.name(plan.contract()).toString();
  }

  /**
   * A map in the order that is given.
   *
   * @param pairs a key, its value, the next key, …
   */
  static Map<String, Object> ordered(String... pairs) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i + 1 < pairs.length; i += 2) {
      map.put(pairs[i], pairs[i + 1]);
    }

    return map;
  }
}
