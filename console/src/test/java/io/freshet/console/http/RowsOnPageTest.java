package io.freshet.console.http;

import static io.freshet.console.board.Boards.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.console.board.Boards;
import io.freshet.console.reading.Reading;
import io.freshet.console.rows.Grids;
import io.freshet.console.rows.Viewer;
import java.util.Optional;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a table's page shows of its rows, in each of its states. */
class RowsOnPageTest {
  private final OpenConsole console =
      new OpenConsole(new MemorySources().with(Boards.of(waiting("rides", 1))));

  @AfterEach
  void close() {
    console.close();
  }

  @Test
  void showsRowsWithTheirMasksAndALinkToAskMore() {
    console.sources().withRows(Reading.of(Grids.masked(), Boards.NOW));

    Document page = console.page("/tables/raw.rides");

    assertThat(page.select("#live-rows caption").text())
        .isEqualTo("2 rows, whichever Trino reads first");
    assertThat(page.select("#live-rows tbody tr").eachText())
        .containsExactly("oslo masked <script>alert(1)</script>", "bergen masked null");
    assertThat(page.select("script:not([src])")).isEmpty();
    assertThat(page.select("section:has(#rows) .soft").first().text())
        .contains("as the role analyst");
    assertThat(page.select(".onward a").attr("href"))
        .isEqualTo("/query?sql=select%20*%20from%20raw.rides%20limit%2020");
    assertThat(console.page(page.select(".onward a").attr("href")).select("#sql").val())
        .isEqualTo("select * from raw.rides limit 20");
  }

  @Test
  void saysWhatIsComingMissingOrAway() {
    Document coming = console.page("/tables/raw.rides");
    assertThat(coming.select("#live-rows").text()).isEqualTo("Reading rows …");
    assertThat(coming.body().attr("data-pace")).isEqualTo("1");

    console.sources().withRows(Reading.of(Grids.none(), Boards.NOW));
    assertThat(console.page("/tables/raw.rides").select("#live-rows").text())
        .contains("The role sees no row");

    console
        .sources()
        .withRows(new Reading<>(Optional.empty(), Optional.empty(), Optional.of("Trino is away")));
    assertThat(console.page("/tables/raw.rides").select("#live-rows .notice").text())
        .contains("Nothing is known of rows", "Trino is away");

    console
        .sources()
        .withRows(
            new Reading<>(
                Optional.of(Grids.rides()), Optional.of(Boards.NOW), Optional.of("Trino is away")));
    assertThat(console.page("/tables/raw.rides").select("#live-rows").text())
        .contains("Not up to date", "Trino is away", "oslo");
  }

  @Test
  void readsNothingForARoleThatMayNotReadTheTable() {
    console
        .sources()
        .with(new Viewer("courier", "console", true))
        .withRows(Reading.of(Grids.rides(), Boards.NOW));

    Document page = console.page("/tables/raw.rides");

    assertThat(page.select("#live-rows").text())
        .isEqualTo(
            "The role courier, as which the console reads, may not read this table. Its contract"
                + " lets analyst, data_engineer.");
  }

  @Test
  void saysThatNoTrinoIsNamed() {
    console.sources().with(new Viewer("analyst", "console", false));

    Document page = console.page("/tables/raw.rides");

    assertThat(page.select("#live-rows").text()).contains("names no Trino by trino.host");
    assertThat(page.select(".onward")).isEmpty();
  }
}
