package io.freshet.console.http;

import static io.freshet.console.board.Boards.unknown;
import static io.freshet.console.board.Boards.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.console.board.Boards;
import io.freshet.console.board.Boards.Waiting;
import io.freshet.console.datasets.Trainings;
import io.freshet.console.editions.Histories;
import io.freshet.console.events.Sightings;
import io.freshet.console.letters.DeadLetterFacts;
import io.freshet.console.reading.Reading;
import io.freshet.console.receipts.Receipt;
import io.freshet.console.receipts.Upkeeps;
import io.freshet.ingestion.deadletters.DeadLetterGroup;
import io.freshet.ingestion.deadletters.HourlyRate;
import io.freshet.ingestion.deadletters.RefusalGroup;
import io.freshet.ingestion.deadletters.Refusals;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What pages say, in each of their states. */
class PagesTest {
  private static final String HOSTILE = "\"><script>alert(1)</script><img src=x onerror=alert(1)>";
  private static final String AWAY = "The catalog at http://127.0.0.1:1 does not answer";

  private final OpenConsole console = new OpenConsole(new MemorySources());

  @AfterEach
  void close() {
    console.close();
  }

  @Test
  void homeSaysFirstWhatIsLateAndWhere() {
    console
        .sources()
        .with(
            Boards.of(
                waiting("rides", 5),
                new Waiting(
                    Boards.contract("fares", ""),
                    Optional.of(Duration.ofMinutes(14)),
                    Optional.of(Duration.ofMinutes(15))),
                unknown("tips")));

    Document home = console.page("/");

    assertThat(home.select("h1").text()).isEqualTo("1 of 3 tables is late");
    assertThat(home.select(".lead").text())
        .isEqualTo(
            "The oldest event of raw.fares has waited 14 min, of 60 s, at the hop commit; other tables"
                + " of its writer commit, it does not: its stream is parked. It is kept by riders.");
    assertThat(home.select(".tables tbody th a").eachText())
        .containsExactly("raw.fares", "raw.tips", "raw.rides");
    assertThat(home.select(".tables tbody td .mark").eachText())
        .contains("late", "unknown", "fresh");
    assertThat(home.select(".tally a").eachText())
        .containsExactly("3 all", "1 late", "1 unknown", "1 fresh");
  }

  @Test
  void homeClaimsNoZeroBeforeDeadLettersAreCounted() {
    console.sources().with(Boards.of(waiting("rides", 1), waiting("fares", 1)));
    assertThat(console.page("/").select(".tables tbody td:last-child").eachText())
        .containsExactly("–", "–");

    console.sources().withLetters(Reading.of(letters(), Boards.NOW));

    assertThat(console.page("/").select(".tables tbody td:last-child").eachText())
        .containsExactlyInAnyOrder("0", "400 of 100 borne");
  }

  @Test
  void homeIsSoughtAndTurnedAndItsAddressesSaySo() {
    List<Waiting> tables =
        IntStream.range(0, 120).mapToObj(i -> waiting("rides_%03d".formatted(i), i)).toList();
    console.sources().with(Boards.of(tables));

    assertThat(console.page("/").select(".tables tbody tr")).hasSize(50);
    Document last = console.page("/?page=3&standing=fresh");
    assertThat(last.select(".tables tbody tr")).hasSize(11);
    assertThat(last.select("#previous").attr("href")).isEqualTo("/?standing=fresh");
    assertThat(last.select("#next")).isEmpty();
    assertThat(console.page("/?q=rides_11+riders").select(".tables tbody tr")).hasSize(10);
    assertThat(console.page("/?q=nothing").select(".nothing h2").text()).isEqualTo("No table fits");
    assertThat(console.page("/?q=%22%3E%3Cscript%3E").select("script:not([src])")).isEmpty();
  }

  @Test
  void homeBeforeAnythingIsKnownLooksAgainSoon() {
    Document home = console.page("/");

    assertThat(home.select("h1").text()).isEqualTo("No tables yet");
    assertThat(home.select(".nothing code").eachText()).contains("./freshet contract apply");
    assertThat(home.body().attr("data-pace")).isEqualTo("1");
    assertThat(home.select("noscript").html()).contains("http-equiv=\"refresh\"");
  }

  @Test
  void everyPageShowsWhatWasKnownLastWhileTheCatalogIsAway() {
    console
        .sources()
        .with(Boards.troubled(List.of(waiting("rides", 5)), AWAY))
        .withFacts(new Reading<>(Optional.empty(), Optional.empty(), Optional.of(AWAY)));

    for (String path : List.of("/", "/tables/raw.rides", "/contracts", "/contracts/rides")) {
      Document page = console.page(path);
      assertThat(page.select("#notices").text()).as(path).contains("what was known last", AWAY);
      assertThat(page.select("#notices time").attr("datetime")).isEqualTo(Boards.NOW.toString());
      assertThat(page.text()).contains("rides");
    }
    assertThat(console.page("/tables/raw.rides").select("#live-proof .notice").text())
        .contains("Nothing is known of the ledger", AWAY);
  }

  @Test
  void aTableIsToldAsFarAsItIsReadAndEachSectionNamesItsCommand() {
    console.sources().with(Boards.of(waiting("rides", 90)));

    Document table = console.page("/tables/raw.rides");

    assertThat(table.select("h1").text()).isEqualTo("raw.rides");
    assertThat(table.select(".hops tbody th").eachText()).containsExactly("log", "commit");
    assertThat(table.select("#live-freshness dt").eachText())
        .contains("Received to queryable, in the hour before its newest snapshot");
    assertThat(table.select("#live-files .coming").text()).isEqualTo("Reading the files …");
    assertThat(table.select(".columns tbody th").eachText())
        .contains("city partition key", "place");
    assertThat(table.select(".commands code").eachText())
        .contains(
            "./freshet freshness",
            "./freshet prove rides",
            "./freshet cut list",
            "./freshet maintain raw.rides --dry-run",
            "./freshet contract diff --against main");
    assertThat(table.body().attr("data-pace")).isEqualTo("1");
  }

  @Test
  void whatOthersHaveWrittenIsTextWhereverItStands() {
    console
        .sources()
        .with(
            Boards.of(
                new Waiting(
                    Boards.contract("rides", HOSTILE),
                    Optional.of(Duration.ofSeconds(1)),
                    Optional.empty())))
        .withFacts(new Reading<>(Optional.empty(), Optional.empty(), Optional.of(HOSTILE)))
        .withLetters(Reading.of(hostileLetters(), Boards.NOW))
        .withEvent(Reading.of(Sightings.dead(HOSTILE), Boards.NOW))
        .with(
            List.of(
                new Receipt(
                    "prove-x-1764410400000.json",
                    "prove",
                    Set.of("raw.rides", HOSTILE),
                    Boards.NOW,
                    false,
                    HOSTILE)));

    for (String path :
        List.of(
            "/",
            "/tables/raw.rides",
            "/contracts",
            "/contracts/rides",
            "/dead-letters",
            "/receipts",
            "/events?contract=rides&id=x",
            "/receipts/prove-x-1764410400000.json")) {
      Document page = console.page(path);
      assertThat(page.select("script:not([src]), img, [onerror]")).as(path).isEmpty();
    }
    assertThat(console.page("/contracts/rides").select(".lead").text()).isEqualTo(HOSTILE);
    assertThat(console.page("/dead-letters").text()).contains(HOSTILE);
    assertThat(console.page("/dead-letters").select("code").text()).doesNotContain("alert");
  }

  private static DeadLetterFacts hostileLetters() {
    return letters(
        new DeadLetterGroup(HOSTILE, HOSTILE, 3, 0, Boards.NOW, Boards.NOW),
        new DeadLetterGroup("rides", "x; rm -rf /", 3, 0, Boards.NOW, Boards.NOW));
  }

  private static DeadLetterFacts letters(DeadLetterGroup... groups) {
    return new DeadLetterFacts(
        List.of(groups),
        new Refusals(
            List.of(new RefusalGroup(HOSTILE, "unknown_contract", 1, Boards.NOW, Boards.NOW)), 0),
        Map.of("rides", new HourlyRate("rides", 400, 100)),
        Boards.NOW.minus(Duration.ofDays(7)));
  }

  @Test
  void deadLettersAreToldByCauseWithTheCommandThatSendsThemAgain() {
    console
        .sources()
        .with(Boards.of(waiting("rides", 1)))
        .withLetters(
            Reading.of(
                letters(
                    new DeadLetterGroup("rides", "undecodable", 7, 7, Boards.NOW, Boards.NOW),
                    new DeadLetterGroup(
                        "rides", "too_far_ahead", 1200, 200, Boards.NOW, Boards.NOW)),
                Boards.NOW));

    Document page = console.page("/dead-letters");

    assertThat(page.select("h1").text()).isEqualTo("1,000 dead letters are open");
    assertThat(page.select("#headline .notice").text())
        .contains("400 in the last hour", "bears 100");
    Element worst = page.select(".group").first();
    assertThat(worst.select(".cause").text()).isEqualTo("too_far_ahead");
    assertThat(worst.select("code").eachText())
        .contains("./freshet dlq redrive --contract rides --cause too_far_ahead --dry-run");
    assertThat(page.select(".group").last().select("code").eachText())
        .allMatch(code -> !code.contains("redrive"));
  }

  @Test
  void anEventIsToldWithEachStationOfItsWayAndTheCommandThatTellsTheSame() {
    console
        .sources()
        .with(Boards.of(waiting("rides", 1)))
        .withEvent(Reading.of(Sightings.row(), Boards.NOW));

    Document page = console.page("/events?contract=rides&id=5c1e-17&from=2h");

    assertThat(page.select("h1").text()).isEqualTo("It is in the table");
    assertThat(page.select(".way h3").eachText()).containsExactly("Gateway", "Kafka", "raw.rides");
    assertThat(page.select(".way").text())
        .contains("sent to Kafka itself", "snapshot 4711", "s3://lake/raw/rides/data/");
    assertThat(page.select(".searched").text()).contains("20,000 records");
    assertThat(page.select(".commands code").eachText())
        .contains(
            "./freshet event rides --id=5c1e-17 --from=2h",
            "./freshet sql \"select * from raw.rides where _stream_partition = 3 and _offset ="
                + " 1042\"");
    assertThat(page.select("#contract option[selected]").text()).isEqualTo("rides");
    assertThat(page.body().attr("data-pace")).isEqualTo("0");
  }

  @Test
  void anEventIsLookedForWhileSomebodyWaitsAndMayWaitItself() {
    console.sources().with(Boards.of(waiting("rides", 1)));
    Document coming = console.page("/events?contract=rides&at=3:1042");
    assertThat(coming.select("h1").text()).isEqualTo("Looking for it …");
    assertThat(coming.body().attr("data-pace")).isEqualTo("1");

    console.sources().withEvent(Reading.of(Sightings.waiting(), Boards.NOW));
    Document waiting = console.page("/events?contract=rides&at=3:1042");
    assertThat(waiting.select("h1").text()).isEqualTo("It waits for the writer");
    assertThat(waiting.select(".way").text()).contains("7 offsets are before it");
    assertThat(waiting.body().attr("data-pace")).isEqualTo("5");
    assertThat(waiting.select(".commands code").eachText())
        .contains("./freshet event rides --at=3:1042");

    console
        .sources()
        .withEvent(new Reading<>(Optional.empty(), Optional.empty(), Optional.of(AWAY)));
    assertThat(console.page("/events?contract=rides&at=3:1042").select(".notice").text())
        .contains("Nothing is known of the event", AWAY);
  }

  @Test
  void whatNamesNoEventIsRefusedWithWhatWouldBeRight() {
    console.sources().with(Boards.of(waiting("rides", 1)));

    assertThat(console.page("/events").select(".nothing h2").text()).isEqualTo("Name an event");
    assertThat(console.page("/events?contract=rides&at=7").select("#whereabouts .notice").text())
        .isEqualTo("'7' is no place in Kafka; write partition:offset, such as 3:1042");
    assertThat(console.page("/events?contract=none&id=7").select(".notice").text())
        .contains("Choose the stream");
    Document hostile =
        console.page("/events?contract=rides&id=%22%3E%3Cscript%3E%27%3B%20rm%20-rf%20x");
    assertThat(hostile.select("script:not([src])")).isEmpty();
    assertThat(hostile.select(".commands code").eachText())
        .contains("./freshet event rides --id=ID");
    Document option = console.page("/events?contract=rides&id=--help");
    assertThat(option.select(".commands code").eachText())
        .contains("./freshet event rides --id=--help");
  }

  @Test
  void aContractShowsWhatItWasBeforeAndWhatBroke() {
    console
        .sources()
        .with(Boards.of(waiting("rides", 1)))
        .withEditions(Reading.of(Histories.ofRides(), Boards.NOW));

    Document page = console.page("/contracts/rides");

    assertThat(page.select("#live-earlier summary .mark").eachText())
        .containsExactly("breaking", "compatible", "the first that is known");
    assertThat(page.select("#live-earlier .changes").first().text())
        .contains("breaks rides.tip: column removed; whoever reads it fails");
    assertThat(page.select("#live-earlier pre .removed").text()).isEqualTo("-tip");
    assertThat(page.select("#live-earlier script")).isEmpty();
  }

  @Test
  void dataSetsAndModelsAreToldWithWhatIsLostOfThem() {
    console.sources().with(Boards.of(waiting("rides", 1)));
    assertThat(console.page("/datasets").select("h1").text()).isEqualTo("Data sets and models");

    console.sources().withDatasets(Reading.of(Trainings.two(), Boards.NOW));
    Document page = console.page("/datasets");

    assertThat(page.select("h1").text()).isEqualTo("2 data sets, the model eta-1 serves");
    assertThat(page.select("#live-models tbody th:contains(serves)").text()).startsWith("eta-1");
    assertThat(page.select("#live-sets h3 .mark").eachText())
        .containsExactly("as it was made", "not what its manifest says");
    assertThat(page.select("#live-sets td .mark").eachText())
        .containsExactly("there", "not known", "gone", "not known");
    assertThat(page.select("#live-cuts td .mark").text()).isEqualTo("some gone");
    assertThat(page.select(".commands code").eachText())
        .contains("./freshet model use VERSION", "./freshet dataset create NAME");
  }

  @Test
  void aTableShowsWhatMergingItsFilesWasToPayAndPaid() {
    console
        .sources()
        .with(Boards.of(waiting("rides", 1)))
        .withUpkeep(Reading.of(Upkeeps.two(), Boards.NOW));

    Element upkeep = console.page("/tables/raw.rides").select("#live-upkeep").first();

    assertThat(upkeep.select("summary").eachText().get(0))
        .contains("1 step", "by what merging pays 2 of 3 tables");
    assertThat(upkeep.select("tbody td").eachText())
        .containsExactly("780 ms", "700 ms", "13.0 s", "11.5 s", "60 ms");
    assertThat(upkeep.text()).contains("Before: 44 files", "After: 5 files", "from 5 on merging");
    assertThat(upkeep.select("details[open]")).hasSize(1);
  }

  @Test
  void everyPageCanBeWalkedThroughWithoutSeeingIt() {
    console.sources().with(Boards.of(waiting("rides", 90), waiting("fares", 1)));

    for (String path :
        List.of(
            "/",
            "/tables/raw.rides",
            "/contracts",
            "/contracts/rides",
            "/dead-letters",
            "/receipts",
            "/pipeline",
            "/events",
            "/events?contract=rides&at=3:1042",
            "/query",
            "/eta",
            "/orders/berlin/17",
            "/datasets",
            "/map",
            "/alerts",
            "/runbooks/flink",
            "/nowhere")) {
      Document page = console.page(path);
      assertThat(page.select("html").attr("lang")).isEqualTo("en");
      assertThat(page.select("h1")).as(path).hasSize(1);
      assertThat(page.body().child(0).attr("href")).isEqualTo("#main");
      assertThat(page.select("header.top nav[aria-label], main#main, footer")).hasSize(3);
      assertThat(page.select("table:not(:has(caption))")).isEmpty();
      assertThat(page.select("thead th:not([scope]), tbody th:not([scope])")).isEmpty();
      assertThat(page.select("[data-live]:not([id])")).isEmpty();
      for (Element field : page.select("input:not([type=hidden]), select, textarea")) {
        assertThat(page.select("label[for=" + field.id() + "]")).as(path).hasSize(1);
      }
      List<String> ids = page.select("[id]").eachAttr("id");
      assertThat(ids).as(path).doesNotHaveDuplicates();
    }
  }
}
