package io.freshet.cli.contract.dashboards;

import io.freshet.cli.contract.dashboards.Dashboard.Row;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.lake.TableLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What is worth a look, from contracts and from what parts export (docs/reference/metrics.md). */
final class Dashboards {
  private Dashboards() {}

  static List<Dashboard> all(Contracts contracts) {
    return List.of(freshness(contracts), gateway(), serving(), platform());
  }

  /** A row for each domain that has tables, the lateness of all before them. */
  private static Dashboard freshness(Contracts contracts) {
    List<Row> rows = new ArrayList<>();
    rows.add(
        new Row(
            "All tables",
            List.of(
                Panel.number(
                    "Late tables",
                    "short",
                    "max(freshet_console_tables{standing=\"late\"}) or vector(0)"),
                Panel.number("Nothing measured", "bool_yes_no", "min(freshet_console_trouble)"),
                Panel.number(
                    "Last proof not right",
                    "short",
                    "count(freshet_table_proof_ok == 0) or vector(0)"),
                Panel.bars(
                    "Most of its budget used",
                    "percentunit",
                    "topk(15, max by (table) (freshet_table_waiting_seconds)"
                        + " / max by (table) (freshet_table_alert_after_seconds))",
                    "{{table}}"))));
    byDomain(contracts)
        .forEach((domain, tables) -> rows.add(new Row(domain, domain(String.join("|", tables)))));

    return new Dashboard("freshet-freshness", "Freshet: how stale tables are", rows);
  }

  private static List<Panel> domain(String tables) {
    String of = "{table=~\"%s\"}".formatted(tables.replace(".", "\\\\."));

    return List.of(
        Panel.lines(
            "Oldest event waits",
            "s",
            "max by (table, hop) (freshet_table_waiting_seconds%s)".formatted(of),
            "{{table}} before {{hop}}"),
        Panel.bars(
            "Of what it may wait",
            "percentunit",
            ("max by (table) (freshet_table_waiting_seconds%1$s)"
                    + " / max by (table) (freshet_table_alert_after_seconds%1$s)")
                .formatted(of),
            "{{table}}"),
        Panel.lines(
            "Since the last commit",
            "s",
            "min by (table) (freshet_table_commit_age_seconds%s)".formatted(of),
            "{{table}}"),
        Panel.lines(
            "Since the last proof",
            "s",
            "min by (table) (freshet_table_proof_age_seconds%s)".formatted(of),
            "{{table}}"));
  }

  private static Map<String, List<String>> byDomain(Contracts contracts) {
    return contracts.all().stream()
        .filter(contract -> contract.table().isPresent())
        .collect(
            Collectors.groupingBy(
                (Contract contract) -> contract.documentation().domain(),
                TreeMap::new,
                Collectors.mapping(
                    contract -> TableLayout.name(contract).toString(), Collectors.toList())));
  }

  private static Dashboard gateway() {
    return new Dashboard(
        "freshet-gateway",
        "Freshet: events on their way in",
        List.of(
            new Row(
                "Event gateway",
                List.of(
                    Panel.rate("Events", "freshet_gateway_events_total", "contract, outcome"),
                    Panel.rate(
                        "Refused", "freshet_gateway_events_total{outcome=\"refused\"}", "cause"),
                    Panel.latency("Requests", "freshet_gateway_requests_seconds", "door"),
                    Panel.lines(
                        "Bytes in flight",
                        "bytes",
                        "sum(freshet_gateway_bytes_in_flight)",
                        "bytes"),
                    Panel.rate("Lost after an answer", "freshet_gateway_lost_total", "contract"),
                    Panel.lines(
                        "Waiting on the standby cluster",
                        "short",
                        "sum(freshet_gateway_standby_waiting)",
                        "records"))),
            new Row(
                "Change capture",
                List.of(
                    Panel.lines("Behind", "s", "max(freshet_capture_lag_seconds)", "lag"),
                    Panel.lines(
                        "Log that Postgres keeps",
                        "bytes",
                        "max(freshet_capture_slot_bytes)",
                        "slot"),
                    Panel.rate("Changes", "freshet_capture_events_total", "contract"))),
            new Row(
                "Dead letters",
                List.of(
                    Panel.bars(
                        "Open",
                        "short",
                        "max by (contract, cause) (freshet_dead_letters)",
                        "{{contract}} {{cause}}"),
                    Panel.lines(
                        "Of the last hour",
                        "short",
                        "max by (contract) (freshet_dead_letters_last_hour)",
                        "{{contract}}")))));
  }

  private static Dashboard serving() {
    return new Dashboard(
        "freshet-serving",
        "Freshet: what customers see",
        List.of(
            new Row(
                "Live server",
                List.of(
                    new Panel(
                        Panel.Kind.LINES,
                        "From arrival to push",
                        "s",
                        List.of(
                            new Panel.Query(pushed("0.5"), "p50"),
                            new Panel.Query(pushed("0.99"), "p99"))),
                    Panel.lines("Watchers", "short", "sum(freshet_live_sockets)", "connections"),
                    Panel.rate("Pushes", "freshet_live_pushes_total", "kind, type"),
                    Panel.rate("Ended", "freshet_live_ended_total", "why"),
                    Panel.number("Redis answers", "bool_yes_no", "min(freshet_live_redis_up)"),
                    Panel.number("ETA job lives", "bool_yes_no", "min(freshet_live_eta_up)"),
                    Panel.latency("Requests", "freshet_live_requests_seconds", "door"))),
            new Row(
                "Menus",
                List.of(
                    Panel.rate("Read", "freshet_live_menu_reads_total", "how"),
                    Panel.rate(
                        "Questions to Postgres", "freshet_live_menu_queries_total", "result"))),
            new Row(
                "Orders",
                List.of(
                    Panel.rate("Steps", "freshet_orders_steps_total", "state"),
                    Panel.latency("Requests", "freshet_orders_requests_seconds", "call")))));
  }

  private static String pushed(String quantile) {
    return "histogram_quantile(%s, sum by (le) (rate(freshet_live_push_delay_seconds_bucket[$__rate_interval])))"
        .formatted(quantile);
  }

  private static Dashboard platform() {
    return new Dashboard(
        "freshet-platform",
        "Freshet: jobs and the console",
        List.of(
            new Row(
                "Jobs and commands",
                List.of(
                    Panel.bars(
                        "Since the last of each kind",
                        "s",
                        "min by (kind) (freshet_receipt_age_seconds)",
                        "{{kind}}"),
                    Panel.bars(
                        "The last went well",
                        "bool_yes_no",
                        "min by (kind) (freshet_receipt_ok)",
                        "{{kind}}"))),
            new Row(
                "Flink",
                List.of(
                    Panel.lines(
                        "Busy",
                        "percentunit",
                        "max by (job, step) (freshet_flink_step_busy_ratio)",
                        "{{job}} {{step}}"),
                    Panel.lines(
                        "Held up",
                        "percentunit",
                        "max by (job, step) (freshet_flink_step_backpressured_ratio)",
                        "{{job}} {{step}}"),
                    Panel.lines(
                        "Records out of steps",
                        "cps",
                        "max by (job, step) (freshet_flink_step_records_out_per_second)",
                        "{{job}} {{step}}"),
                    Panel.lines(
                        "Since the last checkpoint",
                        "s",
                        "max by (job) (freshet_flink_job_checkpoint_age_seconds)",
                        "{{job}}"),
                    Panel.lines(
                        "The last checkpoint took",
                        "s",
                        "max by (job) (freshet_flink_job_checkpoint_duration_seconds)",
                        "{{job}}"),
                    Panel.lines(
                        "Restarts",
                        "short",
                        "max by (job) (freshet_flink_job_restarts)",
                        "{{job}}"),
                    Panel.number(
                        "JobManagers away",
                        "short",
                        "count(freshet_flink_jobmanager_up == 0) or vector(0)"))),
            new Row(
                "Console",
                List.of(
                    Panel.lines(
                        "Tables",
                        "short",
                        "max by (standing) (freshet_console_tables)",
                        "{{standing}}"),
                    Panel.lines(
                        "Oldest measurement",
                        "s",
                        "max(freshet_table_measured_age_seconds)",
                        "age"),
                    Panel.rate(
                        "History kept and lost", "freshet_console_history_rows_total", "outcome"),
                    Panel.latency("Pages", "freshet_console_pages_seconds", "page")))));
  }
}
