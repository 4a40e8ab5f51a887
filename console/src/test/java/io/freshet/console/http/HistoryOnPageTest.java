package io.freshet.console.http;

import static io.freshet.console.board.Boards.waiting;
import static io.freshet.console.page.SampleHistory.day;
import static io.freshet.console.page.SampleHistory.withAGap;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.assurance.history.HistoryKeeper;
import io.freshet.console.board.Boards;
import io.freshet.console.page.SampleHistory;
import io.freshet.console.reading.Reading;
import java.util.Optional;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a table's page says of its last day, in each state. */
class HistoryOnPageTest {
  private final OpenConsole console =
      new OpenConsole(new MemorySources().with(Boards.of(waiting("rides", 5))));

  @AfterEach
  void close() {
    console.close();
  }

  @Test
  void drawsEachHopInTheOrderOfTheWayAndTellsTheSameInFigures() {
    console
        .sources()
        .withHistory(Reading.of(SampleHistory.of(day("commit", 4), day("log", 90)), Boards.NOW));

    Document page = page();

    assertThat(page.select("#live-history tbody th").eachText())
        .containsExactly(
            "log events, for the writer: kafka, flink and commit", "commit since the last commit");
    Element log = page.select("#live-history tbody tr").first();
    assertThat(log.text()).contains("90 s over", "in 10 min");
    assertThat(log.select("svg").attr("aria-label"))
        .startsWith("log, last 24 hours: longest 90 s at ")
        .endsWith("UTC, newest 3.0 s, over its budget for at most 10 min");
    assertThat(log.select("path.over").attr("d").split("M")).hasSize(3);
    assertThat(log.select("path.limit")).hasSize(1);
    Element commit = page.select("#live-history tbody tr").last();
    assertThat(commit.select("path.limit, .mark")).isEmpty();
  }

  @Test
  void drawsNothingWhereNothingWasMeasured() {
    console.sources().withHistory(Reading.of(SampleHistory.of(withAGap("log")), Boards.NOW));

    String path = page().select("#live-history path.within").attr("d");

    assertThat(path).isEqualTo("M1.0 40V38M575.0 40V38");
  }

  @Test
  void saysWhatItWaitsForAndWhyThereIsNothing() {
    assertThat(page().select("#live-history .coming").text())
        .isEqualTo("Reading the last 24 hours …");

    console.sources().withHistory(Reading.of(SampleHistory.of(), Boards.NOW));
    assertThat(page().select("#live-history").text())
        .contains("Nothing was kept of this table in the last 24 hours");

    console.sources().withHistory(Reading.of(SampleHistory.none(), Boards.NOW));
    assertThat(page().select("#live-history").text()).contains("./freshet contract apply");

    console
        .sources()
        .withHistory(
            new Reading<>(
                Optional.of(SampleHistory.of(day("log", 1))),
                Optional.of(Boards.NOW),
                Optional.of("The store does not answer")));
    assertThat(page().select("#live-history .notice").text())
        .contains("Not up to date", "The store does not answer");
    assertThat(page().select("#live-history svg")).hasSize(1);
  }

  @Test
  void saysSinceWhenItIsToldWhereThereIsTooMuch() {
    console.sources().withHistory(Reading.of(SampleHistory.cut(), Boards.NOW));

    assertThat(page().select("#live-history").text()).contains("Only since ");
  }

  @Test
  void whatWasKeptAndLostIsCounted() {
    console.sources().with(new HistoryKeeper.Tally(120, 4));

    assertThat(console.get("/metrics").body())
        .contains(
            "freshet_console_history_rows_total{outcome=\"kept\"} 120.0",
            "freshet_console_history_rows_total{outcome=\"lost\"} 4.0");
  }

  private Document page() {
    return console.page("/tables/raw.rides");
  }
}
