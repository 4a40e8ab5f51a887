package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.testing.selection.FullRun;
import java.time.Duration;
import java.time.Instant;
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

  /** One that a test may give variables of its own, and let run beside others. */
  FreshetCommand freshCommand();

  /** What a command that must succeed answers as JSON. */
  JsonNode ask(String... words) throws Exception;

  @Test
  default void whatIsReadAtACutStaysAsItWasWhileEventsOfBeforeItsHourCome() throws Exception {
    PastHours first = PastHours.begun(12, 2);
    FreshetCommand history = freshCommand();
    assertSucceeds(history.end(first.send(history, 600, 600), PATIENCE));
    awaitMore(0, ORDERS, first.during("event_time"));
    if (FullRun.isWanted()) {
      awaitPredictions(first);
    }
    awaitThatNothingWaits();

    JsonNode made = ask("cut", "create", "delivery", "--json", "-");
    String cut = made.path("cut").asText();
    Instant bound = Instant.parse(made.path("before").asText());
    assertThat(cut).startsWith("cut_");
    assertThat(bound).isAfter(first.end());
    long held = count(cut + ".order_events", "true");
    assertThat(held).isPositive();
    String before = "event_time < timestamp '%s'".formatted(PastHours.sql(bound));

    FreshetCommand late = freshCommand();
    Process traffic = PastHours.begun(9, 5).send(late, 60, 300);
    try {
      assertSucceeds(build(cut));
      String report = report();
      long seen = awaitMore(held, ORDERS, before);
      awaitMore(seen, ORDERS, before);
      assertSucceeds(build(cut));
      assertThat(report()).isEqualTo(report);
    } finally {
      traffic.destroy();
      late.end(traffic, PATIENCE);
    }
    assertThat(count(cut + ".order_events", "true")).isEqualTo(held);
    if (FullRun.isWanted()) {
      makesASetThatOutlives(cut, bound);
    }

    assertCountsWhatCameLater(cut, held);
    assertDrops(cut);
  }

  /** Of the marts in full, otherwise of one and what it rests on. */
  private FreshetCommand.Answer build(String cut) throws Exception {
    List<String> words = new ArrayList<>(List.of("dbt", "run"));
    if (!FullRun.isWanted()) {
      Collections.addAll(words, "--select", "+orders_daily");
    }
    Collections.addAll(words, "--vars", "{cut: %s}".formatted(cut));

    FreshetCommand dbt = freshCommand().with("FRESHET_DBT_SCHEMA", SCRATCH);

    return dbt.end(dbt.start(words.toArray(String[]::new)), PATIENCE);
  }

  private String report() throws Exception {
    JsonNode rows =
        ask(
                "sql",
                "--json",
                "-",
                "select * from %s.orders_daily order by 1, 2, 3".formatted(SCRATCH))
            .path("rows");
    assertThat(rows).isNotEmpty();
    assertThat(rows).allSatisfy(row -> assertThat(row.path("orders").asLong()).isPositive());

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

  /** Otherwise a cut is of the hour that the slowest stream has reached, perhaps of long ago. */
  private void awaitThatNothingWaits() {
    await("end of every stream")
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(ask("freshness", "--json", "-").findParents("hop"))
                    .filteredOn(hop -> hop.path("hop").asText().equals("log"))
                    .isNotEmpty()
                    .allSatisfy(hop -> assertThat(hop.path("age_seconds").asDouble()).isZero()));
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

  private static void assertSucceeds(FreshetCommand.Answer answer) {
    assertThat(answer.exitCode()).as(answer.printed()).isZero();
  }
}
