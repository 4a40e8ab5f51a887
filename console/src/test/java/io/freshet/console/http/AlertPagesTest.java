package io.freshet.console.http;

import static io.freshet.console.board.Boards.unknown;
import static io.freshet.console.board.Boards.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.assurance.alert.Webhook;
import io.freshet.console.alerts.SampleAlerts;
import io.freshet.console.board.Boards;
import io.freshet.console.letters.DeadLetterFacts;
import io.freshet.console.pipeline.FlinkFacts;
import io.freshet.console.pipeline.SamplePipeline;
import io.freshet.console.reading.Reading;
import io.freshet.console.receipts.Receipt;
import io.freshet.console.receipts.SampleReceipts;
import io.freshet.ingestion.deadletters.DeadLetterGroup;
import io.freshet.ingestion.deadletters.HourlyRate;
import io.freshet.ingestion.deadletters.Refusals;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What home says at a glance, alerts and the runbooks that they lead to. */
class AlertPagesTest {
  private static final Optional<Webhook.Tally> TAKES =
      Optional.of(new Webhook.Tally(3, 0, Optional.empty()));

  private final OpenConsole console = new OpenConsole(new MemorySources());

  @AfterEach
  void close() {
    console.close();
  }

  @Test
  void anAlertSaysItsLikelyCauseWhoKeepsTheTableAndWhatToDo() {
    console
        .sources()
        .with(Boards.of(waiting("rides", 90), waiting("fares", 1)))
        .with(SampleAlerts.open(TAKES));

    Document page = console.page("/alerts");

    assertThat(page.select("h1").text()).isEqualTo("One alert lasts");
    Element open = page.select("#live-open .group").first();
    assertThat(open.select("h3").text()).isEqualTo("raw.rides flink");
    assertThat(open.text())
        .contains("no table of its writer commits: the job stands", "90 s", "riders");
    assertThat(open.select("a.go").attr("href")).isEqualTo("/runbooks/flink");
    assertThat(page.select("#live-over tbody th").eachText())
        .containsExactly("raw.fares", "Nothing can be measured");
    assertThat(page.select("#live-over tbody td.num").eachText()).containsExactly("240 s", "60 s");
    assertThat(page.select("#headline").text()).contains("The webhook has taken 3 alerts");
    assertThat(page.select("#headline .notice")).isEmpty();
    assertThat(console.page("/").select(".lead a").last().attr("href"))
        .isEqualTo("/runbooks/flink");
  }

  @Test
  void saysThatNobodyIsTold() {
    console.sources().with(Boards.of(waiting("rides", 1)));

    Document page = console.page("/alerts");

    assertThat(page.select("h1").text()).isEqualTo("No alert lasts");
    assertThat(page.select("#headline .notice").text()).contains("Nobody is told");
    assertThat(console.page("/").select("#glance").text()).contains("no webhook is set");
  }

  @Test
  void saysThatTheWebhookDoesNotTakeAlerts() {
    console
        .sources()
        .with(Boards.of(waiting("rides", 90)))
        .with(SampleAlerts.open(Optional.of(new Webhook.Tally(2, 1, Optional.of("status 500")))));

    assertThat(console.page("/alerts").select("#headline .notice").text())
        .contains("did not take the newest alert", "1 alert was lost", "status 500");
    assertThat(console.page("/").select("#glance .alarm").first().text())
        .isEqualTo("1 the webhook did not take the newest");
  }

  @Test
  void aTableWhoseContractIsGoneHasNoAlert() {
    console.sources().with(Boards.of(waiting("fares", 1))).with(SampleAlerts.open(TAKES));

    assertThat(console.page("/alerts").select("h1").text()).isEqualTo("No alert lasts");
    assertThat(console.page("/").select("#glance .alarm")).isEmpty();
  }

  @Test
  void aDayInWhichANightlyFoundSomethingStandsBesideAlertsUntilItIsSettled(@TempDir Path folder) {
    console.sources().with(Boards.of(waiting("rides", 1), waiting("supply_audit", 1)));
    long now = System.currentTimeMillis(); // what is older than a week is not told any more
    console
        .sources()
        .with(SampleReceipts.audit(folder, now - 2000, "6 lost, 0 told without an event"));

    Document page = console.page("/alerts");

    assertThat(page.select("h1").text()).isEqualTo("A nightly found something in a day");
    Element found = page.select("#live-found .group").first();
    assertThat(found.select("h3").text()).isEqualTo("raw.supply_audit 2026-06-03");
    assertThat(found.select("h3 a").attr("href")).isEqualTo("/tables/raw.supply_audit");
    assertThat(found.text())
        .contains("the stream has told all: 6 lost, 0 told without an event", "riders");
    assertThat(found.select("a.go").attr("href")).isEqualTo("/runbooks/nightly");
    assertThat(page.select("#live-open .group")).isEmpty();

    console.sources().with(SampleReceipts.audit(folder, now, ""));
    assertThat(console.page("/alerts").select("#live-found")).isEmpty();
    assertThat(console.page("/alerts").select("h1").text()).isEqualTo("No alert lasts");
  }

  @Test
  void homeSaysWhatIsMissingOrDoubledAndWhatWasRefused() {
    console
        .sources()
        .with(Boards.of(waiting("rides", 1), waiting("fares", 1), unknown("tips")))
        .with(SampleAlerts.open(TAKES))
        .withLetters(Reading.of(letters(), Boards.NOW))
        .with(List.of(proof("raw.rides", true), proof("raw.fares", false)));

    Document home = console.page("/");

    assertThat(home.select("#glance dd").eachText())
        .startsWith("1", "perhaps in 1 1 never proved", "5 1 contract had more than borne");
    assertThat(home.select("#glance .alarm")).hasSize(3);
    assertThat(home.select("#glance a").eachAttr("href"))
        .containsExactly(
            "/alerts", "/receipts?kind=prove", "/dead-letters", "/pipeline", "/map", "/query");
  }

  @Test
  void homeSaysThatAJobOrRedisIsAwayThoughNoTableIsLate() {
    console
        .sources()
        .with(Boards.of(waiting("rides", 1)))
        .withFlink(Reading.of(SamplePipeline.away(), Boards.NOW))
        .withoutRedis("Connection refused");

    Document home = console.page("/");

    assertThat(home.select("h1").text()).isEqualTo("The one table is fresh");
    assertThat(home.select("#glance dd.alarm").eachText())
        .hasSize(2)
        .anySatisfy(told -> assertThat(told).isEqualTo("no JobManager answers http://127.0.0.1:1"))
        .anySatisfy(told -> assertThat(told).endsWith("Redis can’t be read"));
  }

  @Test
  void homeNamesJobManagersThatAreAwayBesideOneThatAnswers() {
    FlinkFacts busy = SamplePipeline.busy();
    console
        .sources()
        .with(Boards.of(waiting("rides", 1)))
        .withFlink(
            Reading.of(
                new FlinkFacts(
                    busy.jobs(),
                    busy.vertices(),
                    Map.of("writer", "Connection refused", "eta", "Connection refused"),
                    List.of("rides", "writer", "eta"),
                    List.of()),
                Boards.NOW));

    assertThat(console.page("/").select("#glance dd.alarm").text())
        .isEqualTo("1 runs eta, writer do not answer");
  }

  @Test
  void homeSaysNothingOfARedisOrJobManagersThatTheSettingsDoNotName() {
    console
        .sources()
        .with(Boards.of(waiting("rides", 1)))
        .withFlink(
            Reading.of(
                new FlinkFacts(List.of(), List.of(), Map.of(), List.of(), List.of()), Boards.NOW))
        .withoutAnyRedis();

    assertThat(console.page("/").select("#glance a").eachAttr("href"))
        .containsExactly("/alerts", "/receipts?kind=prove", "/dead-letters", "/query");
  }

  @Test
  void homeSaysWhichJobsNobodyRuns() {
    console
        .sources()
        .with(Boards.of(waiting("rides", 1)))
        .withFlink(Reading.of(SamplePipeline.without("writer"), Boards.NOW));

    assertThat(console.page("/").select("#glance dd.alarm").text())
        .isEqualTo("1 of 1 not running no TaskManager for writer");
  }

  @Test
  void homeSaysWhetherTrinoAnswers() {
    console
        .sources()
        .with(Boards.of(waiting("rides", 1)))
        .withTrino(Optional.of(Reading.of("476", Boards.NOW)));
    assertThat(trino().text()).isEqualTo("answers");
    assertThat(trino().hasClass("alarm")).isFalse();

    console
        .sources()
        .withTrino(
            Optional.of(
                new Reading<>(
                    Optional.of("476"),
                    Optional.of(Boards.NOW),
                    Optional.of("Trino at 127.0.0.1:1 does not answer: it is starting"))));
    assertThat(trino().text()).isEqualTo("does not answer");
    assertThat(trino().hasClass("alarm")).isTrue();

    console.sources().withTrino(Optional.empty());
    assertThat(trino().text()).isEqualTo("not named no rows are read here");
    assertThat(trino().hasClass("alarm")).isFalse();
  }

  private Element trino() {
    return console.page("/").select("#glance dd").last();
  }

  @Test
  void homeBeginsToReadAllThatItTellsBeforeItWaitsForAny() {
    console.sources().with(Boards.of(waiting("rides", 1)));

    assertThat(console.page("/").select("#glance")).hasSize(1);
    assertThat(console.sources().isHomeBegun()).isTrue();
  }

  @Test
  void homeClaimsNothingBeforeItIsKnown() {
    console.sources().with(Boards.of(waiting("rides", 1)));

    assertThat(console.page("/").select("#glance dd").eachText())
        .containsExactly(
            "none nobody is told: no webhook is set", "– 1 never proved", "–", "–", "–", "–");
  }

  @Test
  void aTableSaysWhatRowsMustBeAndWhatWasRefused() {
    console
        .sources()
        .with(Boards.of(waiting("rides", 1)))
        .withLetters(Reading.of(letters(), Boards.NOW));

    Element quality = console.page("/tables/raw.rides").select("#live-quality").first();

    assertThat(quality.select("li").first().text()).startsWith("required: ").contains("city");
    assertThat(quality.select("caption").text()).contains("400 in the last hour, of 100 borne");
    assertThat(quality.select("tbody th, tbody td.num").eachText())
        .containsExactly("undecodable", "5", "2");
  }

  @Test
  void aTableSaysWhichRulesItsJobHeldItTo(@TempDir Path folder) {
    Receipt nightly = SampleReceipts.in(folder).get(0);
    console
        .sources()
        .with(Boards.of(waiting("fares_daily", 1)))
        .with(
            List.of(
                new Receipt(
                    nightly.name(),
                    nightly.kind(),
                    Set.of("raw.fares_daily"),
                    nightly.at(),
                    nightly.ok(),
                    nightly.headline(),
                    nightly.run(),
                    nightly.expired())));

    Element quality = console.page("/tables/raw.fares_daily").select("#live-quality").first();

    assertThat(quality.select("table").last().select("tbody th, tbody .mark").eachText())
        .containsExactly("one row per fare", "held", "no fare is negative", "broken");
    assertThat(quality.text()).contains("not so in 2 rows");
  }

  @Test
  void aRunbookIsReadInTheConsole() {
    Document page = console.page("/runbooks/flink");

    assertThat(page.select("h1").text()).isEqualTo("Flink: a writer stands or is behind");
    assertThat(page.select(".prose code").eachText()).contains("./freshet up");
    assertThat(page.select(".prose h1")).isEmpty();
    assertThat(console.get("/runbooks/nowhere").statusCode()).isEqualTo(404);
    assertThat(console.get("/runbooks/..%2Fflink").statusCode()).isIn(400, 404);
  }

  private static DeadLetterFacts letters() {
    return new DeadLetterFacts(
        List.of(new DeadLetterGroup("rides", "undecodable", 7, 2, Boards.NOW, Boards.NOW)),
        new Refusals(List.of(), 0),
        Map.of("rides", new HourlyRate("rides", 400, 100)),
        Boards.NOW);
  }

  private static Receipt proof(String table, boolean ok) {
    return new Receipt(
        "prove-%s-1764410400000.json".formatted(table.replace("raw.", "")),
        "prove",
        Set.of(table),
        Boards.NOW,
        ok,
        ok ? "1 table proved" : "1 table not proved");
  }
}
