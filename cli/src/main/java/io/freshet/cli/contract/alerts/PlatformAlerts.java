package io.freshet.cli.contract.alerts;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Alerts that hold for every table alike, or for none in particular.
 *
 * @param runbook from the name of a page to where it is
 */
record PlatformAlerts(UnaryOperator<String> runbook) {
  private static final String MISSING_DATA = "missing-data";

  List<Map<String, Object>> all() {
    return List.of(
        alert(
            "FreshetNothingMeasured",
            // Of several consoles one that measures will do.
            "min(freshet_console_trouble) == 1 or absent(freshet_console_trouble)",
            "2m",
            "page",
            "No table is measured: alerts on lateness say nothing meanwhile",
            "The console does not run, or catalog or Kafka do not answer it.",
            MISSING_DATA),
        alert(
            "FreshetContractBroken",
            "max(freshet_console_contracts_broken) == 1",
            "15m",
            "ticket",
            "A contract is broken: tables are measured by those before it",
            "Somebody has changed a file that the console reads; ./freshet contract lint says what is"
                + " wrong.",
            MISSING_DATA),
        alert(
            "FreshetAlertsLost",
            "sum(increase(freshet_console_webhook_alerts_total{outcome=\"lost\"}[15m])) > 0",
            "1m",
            "page",
            "The console's webhook has not taken {{ $value | humanize }} alerts",
            "Who listens at alerts.webhook is away or refuses; the console has them: on /alerts, or a day's"
                + " receipt.",
            "alerts"),
        alert(
            "FreshetTableUnmeasured",
            "min by (table) (freshet_table_measured_age_seconds) > 900",
            "5m",
            "ticket",
            "{{ $labels.table }} was not measured for {{ $value | humanizeDuration }}",
            "Rounds over the tables take long, or this table's metadata can't be read.",
            MISSING_DATA),
        alert(
            "FreshetTableUnreadable",
            "max by (table) (freshet_table_readable) == 0",
            "5m",
            "ticket",
            "{{ $labels.table }} can't be read",
            "Its metadata is gone or closed to the console; the console says the reason.",
            MISSING_DATA),
        alert(
            "FreshetTableUnknown",
            "max by (table) (freshet_table_budget_seconds) unless on (table)"
                + " freshet_table_waiting_seconds",
            "30m",
            "ticket",
            "Nothing is known of {{ $labels.table }}",
            "The contract is not applied, or its job has never published.",
            MISSING_DATA),
        alert(
            "FreshetProofFailed",
            "min by (table) (freshet_table_proof_ok) == 0",
            "1m",
            "page",
            "The last proof of {{ $labels.table }} found rows missing, doubled or altered",
            "See the receipt in the console, and ./freshet prove.",
            MISSING_DATA),
        alert(
            "FreshetDeadLetters",
            "max by (contract) (freshet_dead_letters_last_hour)"
                + " > max by (contract) (freshet_dead_letters_hourly_limit)",
            "1m",
            "ticket",
            "{{ $value }} dead letters of {{ $labels.contract }} within an hour",
            "A sender has changed what it sends; ./freshet dlq list names the causes.",
            MISSING_DATA),
        alert(
            "FreshetNightlyFailed",
            // Of each job: by its kind alone, the next one that is well would hide it.
            "min by (nightly, command) (freshet_nightly_ok) == 0",
            "1m",
            "ticket",
            "The last {{ $labels.command }} of {{ $labels.nightly }} did not go well",
            "Its receipt in the console says what went wrong.",
            "nightly"),
        alert(
            "FreshetNightlyFound",
            "max by (table) (freshet_nightly_found) > 0",
            "1m",
            "page",
            "{{ $labels.table }} has {{ $value }} days in which something is amiss",
            "Their receipts in the console have the figures; of market_supply_audit, the stream has"
                + " lost events.",
            "nightly"),
        alert(
            "FreshetMaintenanceFailed",
            "min(freshet_receipt_ok{kind=\"maintain\"}) == 0",
            "1m",
            "ticket",
            "The last maintenance did not go well",
            "Its receipt in the console says what went wrong.",
            MISSING_DATA));
  }

  private Map<String, Object> alert(
      String name,
      String expression,
      String lasting,
      String severity,
      String summary,
      String cause,
      String page) {
    Map<String, Object> rule = new LinkedHashMap<>();
    rule.put("alert", name);
    rule.put("expr", expression);
    rule.put("for", lasting);
    rule.put("labels", AlertRules.ordered("severity", severity));
    rule.put(
        "annotations",
        AlertRules.ordered(
            "summary", summary, "likely_cause", cause, "runbook", runbook.apply(page)));

    return rule;
  }
}
