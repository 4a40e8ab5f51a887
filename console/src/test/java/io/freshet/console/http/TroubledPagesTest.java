package io.freshet.console.http;

import static io.freshet.console.board.Boards.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.assurance.alert.Alert;
import io.freshet.console.alerts.SampleAlerts;
import io.freshet.console.board.Boards;
import io.freshet.console.pipeline.FlinkFacts;
import io.freshet.console.pipeline.Flow;
import io.freshet.console.pipeline.SamplePipeline;
import io.freshet.console.reading.Reading;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What pages say of all tables while not all can be known. */
class TroubledPagesTest {
  private static final String AWAY = "Kafka at 127.0.0.1:1 does not answer";

  private final OpenConsole console = new OpenConsole(new MemorySources());

  @AfterEach
  void close() {
    console.close();
  }

  @Test
  void homeClaimsNothingOfNowWhileNothingIsMeasured() {
    Alert blind = SampleAlerts.ofAll(Alert.State.UNMEASURED, Boards.NOW.plusSeconds(30));
    console
        .sources()
        .with(Boards.troubled(List.of(waiting("rides", 5), waiting("fares", 90)), AWAY))
        .with(SampleAlerts.open(blind));

    Document home = console.page("/");

    assertThat(home.select("h1").text())
        .isEqualTo("Nothing has been measured since 2026-11-29 12:00:00");
    assertThat(home.select(".lead").text())
        .startsWith("What follows is how tables stood then")
        .doesNotContain("has waited");
    assertThat(home.select(".lead a").eachAttr("href"))
        .containsExactly("/alerts", "/runbooks/missing-data");
  }

  @Test
  void thePipelineDoesNotFlowByWhatWasKnownBefore() {
    Reading<List<Flow>> flows = Reading.of(SamplePipeline.flows(), Boards.NOW);
    Reading<FlinkFacts> well =
        Reading.of(
            new FlinkFacts(List.of(), List.of(), Map.of(), List.of("http://flink"), List.of()),
            Boards.NOW);
    MemorySources sources =
        console.sources().with(Boards.of(waiting("rides", 5))).withFlows(flows).withFlink(well);
    assertThat(console.page("/pipeline").select("h1").text()).isEqualTo("Everything flows");

    sources.withFlows(away(flows));
    assertThat(console.page("/pipeline").select("h1").text())
        .isEqualTo("What flows is not known now");
    sources.withFlows(flows).withFlink(away(well));
    assertThat(console.page("/pipeline").select("h1").text())
        .isEqualTo("No table is known to be late");
    sources.withFlink(well).with(Boards.troubled(List.of(waiting("rides", 90)), AWAY));
    assertThat(console.page("/pipeline").select("h1").text())
        .isEqualTo("What flows is not known now");
  }

  private static <T> Reading<T> away(Reading<T> known) {
    return new Reading<>(known.value(), known.at(), Optional.of(AWAY));
  }

  @Test
  void aBrokenContractIsToldApartFromWhatCantBeMeasured() {
    String broken = "fares.yaml:3: no version";
    console.sources().with(Boards.broken(List.of(waiting("rides", 5)), broken));

    Document home = console.page("/");

    assertThat(home.select("#notices").text())
        .contains("tables are measured by those before it", broken)
        .doesNotContain("Not up to date");
    assertThat(home.select("h1").text()).isEqualTo("The one table is fresh");
    assertThat(console.get("/metrics").body())
        .contains("freshet_console_trouble 0.0", "freshet_console_contracts_broken 1.0");
  }
}
