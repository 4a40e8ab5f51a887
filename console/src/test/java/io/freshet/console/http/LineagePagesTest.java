package io.freshet.console.http;

import static io.freshet.console.board.Boards.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.console.board.Boards;
import io.freshet.console.lineage.SampleLineage;
import io.freshet.console.reading.Reading;
import java.util.Optional;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What pages say of lineage, in each of its states. */
class LineagePagesTest {
  private final OpenConsole console =
      new OpenConsole(new MemorySources().with(Boards.of(waiting("rides", 1))));

  @AfterEach
  void close() {
    console.close();
  }

  @Test
  void aTableSaysWhatItIsMadeFromAndWhoReadsIt() {
    console.sources().withLineage(Reading.of(SampleLineage.ofRides(), Boards.NOW));

    Document table = console.page("/tables/raw.rides");

    assertThat(table.select("#live-lineage caption").eachText())
        .containsExactly("Made by", "Read by");
    assertThat(table.select("#live-lineage tbody tr").eachText())
        .containsExactly(
            "writer-rides flink streaming stream rides team:riders",
            "rides_daily dbt model marts.rides_daily team:growth");
    assertThat(table.select("#live-lineage a").attr("href")).isEqualTo("/tables/marts.rides_daily");
    assertThat(table.select("code").eachText()).contains("./freshet lineage raw.rides");
  }

  @Test
  void aContractSaysWhoReadsItsStreamAndItsTable() {
    console.sources().withLineage(Reading.of(SampleLineage.ofRides(), Boards.NOW));

    assertThat(console.page("/contracts/rides").select("#live-readers caption").eachText())
        .containsExactly("The stream rides is read by", "The table raw.rides is read by");
  }

  @Test
  void saysWhyNothingIsKnown() {
    assertThat(console.page("/tables/raw.rides").select("#live-lineage").text())
        .isEqualTo("Reading the lineage …");

    console.sources().withLineage(Reading.of(SampleLineage.notCollected(), Boards.NOW));
    assertThat(console.page("/tables/raw.rides").select("#live-lineage").text())
        .contains("lineage.url names no server");
    assertThat(console.page("/contracts/rides").select("#live-readers").text())
        .contains("The stream rides: Nobody collects lineage here");

    console
        .sources()
        .withLineage(
            new Reading<>(
                Optional.of(SampleLineage.ofRides()),
                Optional.of(Boards.NOW),
                Optional.of("It answered 503")));
    assertThat(console.page("/tables/raw.rides").select("#live-lineage").text())
        .contains("Not up to date", "It answered 503", "rides_daily");
  }
}
