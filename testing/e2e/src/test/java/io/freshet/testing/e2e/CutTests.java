package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.testing.selection.FullOnly;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What is read at a cut of the shipped domain, on a platform that is up, while events of before its
 * hour still come.
 */
interface CutTests {
  Duration PATIENCE = Duration.ofMinutes(15);
  String SCRATCH = "scratch_cuts";
  String ORDERS = "raw.order_events";

  /** The exit code while a table has not passed the hour. */
  int NOT_YET = 1;

  /** One that a test may give variables of its own, and let run beside others. */
  FreshetCommand freshCommand();

  /** What a command that must succeed answers as JSON. */
  JsonNode ask(String... words) throws Exception;

  @FullOnly
  @Test
  default void whatIsReadAtACutStaysAsItWasWhileEventsOfBeforeItsHourCome() throws Exception {
    Instant bound = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(6, ChronoUnit.HOURS);
    PastHours first = PastHours.from(bound.minus(3, ChronoUnit.HOURS), 2);
    PastHours late = PastHours.from(bound.minus(30, ChronoUnit.MINUTES), 5);
    FreshetCommand history = freshCommand();
    assertSucceeds(history.end(first.send(history, 600, 600), PATIENCE));
    awaitMore(0, ORDERS, first.during("event_time"));
    awaitPredictions(first);

    String cut = make(bound);
    long held = count(cut + ".order_events", "true");
    assertThat(held).isPositive();
    assertLeavesOutWhatItsSnapshotHoldsBeyond(bound, cut);

    FreshetCommand beside = freshCommand();
    Process traffic = late.send(beside, 60, 300);
    try {
      assertSucceeds(build(cut));
      String report = report(cut);
      awaitMore(held, ORDERS, "event_time < " + literal(bound));
      awaitMore(0, ORDERS, late.during("event_time") + " and event_time >= " + literal(bound));
      assertSucceeds(build(cut));
      assertThat(report(cut)).isEqualTo(report);
    } finally {
      traffic.destroy();
      beside.end(traffic, PATIENCE);
    }
    assertThat(count(cut + ".order_events", "true")).isEqualTo(held);
    makesASetThatOutlives(cut, bound);

    assertCountsWhatCameLater(cut, held);
    assertDrops(cut);
  }

  /**
   * Waits until every stream has passed the bound, and no longer: others may go on to write. The
   * second call finds it made and leaves it alone.
   */
  private String make(Instant bound) throws Exception {
    String hour = bound.toString().substring(0, "2026-03-01T10".length());
    String[] create = {"cut", "create", "delivery", "--hour", hour, "--json", "-"};
    FreshetCommand.Answer answer =
        await("streams beyond " + bound)
            .atMost(PATIENCE)
            .until(
                () -> freshCommand().run("cut", "create", "delivery", "--hour", hour),
                tried -> tried.exitCode() != NOT_YET);
    assertSucceeds(answer);

    JsonNode made = ask(create);

    assertThat(made.path("before").asText()).isEqualTo(bound.toString());
    assertThat(made.path("cut").asText()).startsWith("cut_");

    return made.path("cut").asText();
  }

  /** The demo has sent of today, so that the snapshot holds rows of after the hour, too. */
  private void assertLeavesOutWhatItsSnapshotHoldsBeyond(Instant bound, String cut)
      throws Exception {
    String snapshot = "%s for version as of '%s'".formatted(ORDERS, cut);
    String view = cut + ".order_events";

    assertThat(count(snapshot, "event_time >= " + literal(bound))).isPositive();
    assertThat(count(view, "event_time >= " + literal(bound))).isZero();
    assertThat(count(view, "true")).isEqualTo(count(snapshot, "event_time < " + literal(bound)));
  }

  private FreshetCommand.Answer build(String cut) throws Exception {
    FreshetCommand dbt = freshCommand().with("FRESHET_DBT_SCHEMA", SCRATCH);

    return dbt.end(dbt.start("dbt", "run", "--vars", "{cut: %s}".formatted(cut)), PATIENCE);
  }

  /** What the models say of orders: of each that the cut holds, and of no other. */
  private String report(String cut) throws Exception {
    JsonNode rows =
        ask(
                "sql",
                "--json",
                "-",
                "select * from %s.orders_daily order by 1, 2, 3".formatted(SCRATCH))
            .path("rows");
    long orders = 0;
    for (JsonNode row : rows) {
      orders += row.path("orders").asLong();
    }
    assertThat(orders)
        .isEqualTo(
            count(
                "(select distinct market, order_id from %s.order_events)".formatted(cut), "true"));

    return rows.toString();
  }

  private void makesASetThatOutlives(String cut, Instant bound) throws Exception {
    String[] create = {"dataset", "create", "at-a-cut", "--settle", "0s", "--json", "-"};
    List<String> atCut = new ArrayList<>(List.of(create));
    Collections.addAll(atCut, "--cut", cut);

    JsonNode set = ask(atCut.toArray(String[]::new)).path("dataset");

    assertThat(set.path("cut").asText()).isEqualTo(cut);
    assertThat(set.path("rows").asLong()).isPositive();
    assertThat(Instant.parse(set.path("to").asText().replace("+00:00", "Z"))).isBefore(bound);
    assertThat(set.path("tables"))
        .extracting(table -> table.path("tag").asText())
        .containsOnly("dataset-at-a-cut." + cut);
    assertThat(ask(create).path("dataset")).isEqualTo(set);
    assertThat(ask("dataset", "drop", "at-a-cut", "--json", "-").path("tables")).hasSize(2);
  }

  private void assertCountsWhatCameLater(String cut, long held) throws Exception {
    JsonNode tables = ask("cut", "show", cut, "--json", "-").path("tables");

    assertThat(tables)
        .filteredOn(table -> table.path("table").asText().equals(ORDERS))
        .singleElement()
        .satisfies(orders -> assertThat(orders.path("rows").asLong()).isEqualTo(held))
        .satisfies(orders -> assertThat(orders.path("later").asLong()).isPositive());
    assertThat(tables)
        .extracting(table -> table.path("table").asText())
        .contains("raw.dasher_pings", "raw.markets", "clean.dasher_efficiency");
  }

  private void assertDrops(String cut) throws Exception {
    assertThat(names(ask("cut", "list", "--json", "-"))).contains(cut);
    assertThat(ask("cut", "drop", cut, "--dry-run", "--json", "-").path("cuts")).hasSize(1);
    assertThat(names(ask("cut", "list", "--json", "-"))).contains(cut);

    assertThat(names(ask("cut", "drop", cut, "--json", "-"))).containsExactly(cut);

    assertThat(names(ask("cut", "list", "--json", "-"))).doesNotContain(cut);
    FreshetCommand.Answer gone = freshCommand().run("cut", "show", cut);
    assertThat(gone.exitCode()).as(gone.printed()).isEqualTo(JobTests.CALLERS_FAULT);
    assertThat(gone.printed()).contains("There is no " + cut);
    assertThat(count("raw.\"order_events$refs\"", "name = '%s'".formatted(cut))).isZero();
  }

  private static List<String> names(JsonNode result) {
    List<String> names = new ArrayList<>();
    result.path("cuts").forEach(cut -> names.add(cut.path("cut").asText()));

    return names;
  }

  /** Of orders that were delivered, so that a set can be made of them. */
  private void awaitPredictions(PastHours hours) throws Exception {
    awaitMore(
        0,
        "raw.eta_predictions p inner join %s o on p.market = o.market and p.order_id = o.order_id"
            .formatted(ORDERS),
        "o.state = 'delivered' and p.event_time < o.event_time and "
            + hours.during("o.event_time"));
  }

  /** Returns how many there are then. */
  private long awaitMore(long than, String rows, String condition) {
    return await(condition)
        .atMost(PATIENCE)
        .until(() -> count(rows, condition), found -> found > than);
  }

  private long count(String rows, String condition) throws Exception {
    String query = "select count(*) as n from %s where %s".formatted(rows, condition);

    return ask("sql", "--json", "-", query).at("/rows/0/n").asLong();
  }

  private static String literal(Instant time) {
    return "timestamp '%s'".formatted(PastHours.sql(time));
  }

  private static void assertSucceeds(FreshetCommand.Answer answer) {
    assertThat(answer.exitCode()).as(answer.printed()).isZero();
  }
}
