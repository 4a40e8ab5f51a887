package io.freshet.console.http;

import static io.freshet.console.board.Boards.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.console.board.Board;
import io.freshet.console.board.Boards;
import io.freshet.console.delivery.Accuracies;
import io.freshet.console.reading.Reading;
import io.freshet.console.rows.Viewer;
import java.util.Optional;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the page of arrivals says, in each of its states. */
class EtaPageTest {
  private static final String AWAY = "Trino is away";
  private static final Board BOARD = Boards.of(waiting("eta_accuracy", 90));

  private final OpenConsole console = new OpenConsole(new MemorySources().with(BOARD));

  @AfterEach
  void close() {
    console.close();
  }

  @Test
  void tellsMarketsAndHoursOfTheNewestDay() {
    console.sources().withAccuracy(Reading.of(Accuracies.twoMarkets(), Boards.NOW));

    Document page = console.page("/eta");

    assertThat(page.select("h1").text()).isEqualTo("89 % came by the time that was told");
    assertThat(page.select("section:has(#markets) tbody tr").eachText())
        .containsExactly(
            "berlin 80 95 % of 80 as told 8 s as told",
            "oslo 120 85 % of 120 below 90 % 90 s later than told 125 s 125 s later than told");
    assertThat(page.select("section:has(#hours) tbody th").eachText())
        .containsExactly("11:00", "12:00", "18:00");
    assertThat(page.select("section:has(#days) tbody tr").last().text())
        .isEqualTo("2026-11-27 5 no window told 10 s 10 s earlier than told");
    assertThat(page.select("svg.hours[aria-hidden=true] rect")).hasSize(6);
    assertThat(page.select("#markets").text()).isEqualTo("Markets on 2026-11-28");
    assertThat(page.select(".standing").text()).contains("late", "raw.eta_accuracy");
    assertThat(page.select(".commands code").eachText())
        .contains("./freshet run nightly --job eta_accuracy --day 2026-11-28");
  }

  @Test
  void aMarketAndAStageAreChosenByTheAddress() {
    console.sources().withAccuracy(Reading.of(Accuracies.twoMarkets(), Boards.NOW));

    Document page = console.page("/eta?day=2026-11-28&market=oslo&stage=to_customer");

    assertThat(page.select("section:has(#hours) tbody tr").eachText())
        .containsExactly("18:00 100 90 % of 100 90 s later than told 90 s 90 s later than told");
    assertThat(page.select("section:has(#hours) thead").text()).contains("Median: orders came");
    assertThat(page.select("#market option[selected]").text()).isEqualTo("oslo");
    assertThat(page.select("section:has(#markets) a").first().attr("href"))
        .isEqualTo("/eta?day=2026-11-28&market=berlin&stage=to_customer");
    assertThat(console.page("/eta?market=%3Cscript%3E").select("#accuracy h2").text())
        .isEqualTo("Nothing was judged of that");
    assertThat(console.get("/eta?day=2026-13-99").statusCode()).isEqualTo(200);
  }

  @Test
  void saysWhatIsComingMissingOrAway() {
    Document coming = console.page("/eta");
    assertThat(coming.select(".coming").text()).isEqualTo("Reading the accuracy of arrivals …");
    assertThat(coming.body().attr("data-pace")).isEqualTo("1");

    console.sources().withAccuracy(Reading.of(Accuracies.none(), Boards.NOW));
    assertThat(console.page("/eta").select(".nothing h2").text())
        .isEqualTo("No night has judged a day yet");

    console
        .sources()
        .withAccuracy(new Reading<>(Optional.empty(), Optional.empty(), Optional.of(AWAY)));
    assertThat(console.page("/eta").select("h1").text()).isEqualTo("Arrivals can’t be judged");
    assertThat(console.page("/eta").select("#accuracy .notice").text()).contains(AWAY);

    console
        .sources()
        .withAccuracy(
            new Reading<>(
                Optional.of(Accuracies.twoMarkets()), Optional.of(Boards.NOW), Optional.of(AWAY)));
    assertThat(console.page("/eta").select("#accuracy").text())
        .contains("Not up to date", AWAY, "oslo");
  }

  @Test
  void readsNothingWhereThereIsNoSuchTableOrItMayNotBeRead() {
    console.sources().withAccuracy(Reading.of(Accuracies.twoMarkets(), Boards.NOW));

    console.sources().with(new Viewer("courier", "console", true));
    assertThat(console.page("/eta").select(".nothing").text()).contains("The role courier");
    console.sources().with(new Viewer("analyst", "console", false));
    assertThat(console.page("/eta").select(".nothing").text()).contains("trino.host");
    console.sources().with(Boards.of(waiting("rides", 1)));
    assertThat(console.page("/eta").select(".nothing").text())
        .contains("No contract has the table eta_accuracy");
  }
}
