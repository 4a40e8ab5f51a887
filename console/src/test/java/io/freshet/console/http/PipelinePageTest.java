package io.freshet.console.http;

import static io.freshet.console.board.Boards.unknown;
import static io.freshet.console.board.Boards.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.console.board.Board;
import io.freshet.console.board.Boards;
import io.freshet.console.board.Boards.Waiting;
import io.freshet.console.pipeline.FlinkFacts;
import io.freshet.console.pipeline.FlinkReader;
import io.freshet.console.pipeline.JobManagers;
import io.freshet.console.pipeline.SamplePipeline;
import io.freshet.console.reading.Reading;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.StreamSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the pipeline's page says, in each of its states. */
class PipelinePageTest {
  private final OpenConsole console =
      new OpenConsole(
          new MemorySources()
              .with(Boards.of(waiting("rides", 90), waiting("fares", 1), unknown("tips")))
              .withFlows(Reading.of(SamplePipeline.flows(), Boards.NOW))
              .withFlink(Reading.of(SamplePipeline.busy(), Boards.NOW)));

  @AfterEach
  void close() {
    console.close();
  }

  @Test
  void drawsWhatFlowsAndTellsTheSameInFigures() {
    Document page = console.page("/pipeline");

    assertThat(page.select("h1").text()).isEqualTo("Something in Flink is held up");
    assertThat(page.select("svg.graph[aria-hidden=true]")).hasSize(2);
    assertThat(page.select("svg.broad .flow.late")).hasSize(2);
    assertThat(page.select("svg.broad text").eachText())
        .contains(
            "rides",
            "4,210 /s",
            "12,345 wait",
            "raw.rides",
            "3,900 /s, read by 3",
            "busy 98 %",
            "held up 61 %");
    assertThat(page.select("#live-flows tbody tr").eachText())
        .containsExactly(
            "rides gateway 4,210 /s 12,345 90 s 3,900 /s late 3",
            "tips gateway – – – – unknown –",
            "fares gateway below 1 /s 0 1.0 s below 1 /s fresh –");
    assertThat(page.select("#vertices tbody tr").first().text())
        .contains("Source: log -> Skip held", "0 /s 4,200 /s", "74 %", "61 %");
    assertThat(page.select("#jobs tbody tr").text())
        .startsWith("writer rides fares running 2 ")
        .endsWith(" 0.8 s 52 kB 3");
  }

  @Test
  void saysByWhomEventsGetInAndWhatJobsMakeOfThem() {
    Contract rides = Boards.contract("rides", "");
    StreamSettings.Intake intake =
        new StreamSettings.Intake(
            List.of("riders_app"), List.of(), StreamSettings.Acknowledgement.DURABLE, true);
    Contract daily =
        new Contract(
            "rides_daily",
            "1.0.0",
            Contract.Kind.DERIVED,
            rides.documentation(),
            rides.schema(),
            Optional.empty(),
            rides.table());
    Optional<Duration> age = Optional.of(Duration.ofSeconds(1));
    console
        .sources()
        .with(
            Boards.of(
                new Waiting(rides.with(rides.requireStream().with(intake)), age, age),
                new Waiting(daily, age, age)));

    Document page = console.page("/pipeline");

    assertThat(page.select("#live-flows tbody td").first().text()).isEqualTo("gateway, validator");
    assertThat(page.select("#live-jobs tbody th").eachText()).containsExactly("raw.rides_daily");
  }

  @Test
  void showsAJobThatHasNoStepYet() {
    FlinkFacts.Job job =
        new FlinkFacts.Job("starting", "INITIALIZING", OptionalLong.empty(), Optional.empty());
    FlinkFacts facts =
        new FlinkFacts(List.of(job), List.of(), Map.of(), List.of("http://flink"), List.of());
    console.sources().withFlink(Reading.of(facts, Boards.NOW));

    Document page = console.page("/pipeline");

    assertThat(page.select("#jobs tbody tr").text()).startsWith("starting initializing ");
    assertThat(page.select("#vertices")).isEmpty();
  }

  @Test
  void saysWhatIsLateWhereFlinkIsNotHeldUp() {
    console
        .sources()
        .withFlink(
            Reading.of(
                new FlinkReader(new JobManagers(List.of(), Optional.empty())).read(), Boards.NOW));

    Document page = console.page("/pipeline");

    assertThat(page.select("h1").text()).isEqualTo("rides is late");
    assertThat(page.select("#live-flink").text()).contains("No JobManager is named");
  }

  @Test
  void showsStreamsWhileFlinkIsAway() {
    console
        .sources()
        .withFlink(
            Reading.of(
                new FlinkReader(new JobManagers(List.of("http://127.0.0.1:1"), Optional.empty()))
                    .read(),
                Boards.NOW));

    Document page = console.page("/pipeline");

    assertThat(page.select("#live-flink .notice").text())
        .contains("The JobManager http://127.0.0.1:1 does not answer.");
    assertThat(page.select("#live-flows tbody tr")).hasSize(3);
  }

  @Test
  void saysWhyAJobRestartsWhereNobodyRunsIt() {
    console.sources().withFlink(Reading.of(SamplePipeline.without("writer"), Boards.NOW));

    Element flink = console.page("/pipeline").select("#live-flink").first();

    assertThat(flink.select(".notice").text())
        .isEqualTo("No TaskManager has registered with the JobManager writer: nothing can run.");
    assertThat(flink.select("a.go").attr("href")).isEqualTo("/runbooks/flink");
    assertThat(flink.select("#jobs tbody td").first().text()).isEqualTo("restarting");
  }

  @Test
  void claimsNothingOfAJobThatIsCalledRunningAndHasNobodyToRunIt() {
    FlinkFacts running = SamplePipeline.busy();
    console
        .sources()
        .with(Boards.of(waiting("rides", 1)))
        .withFlink(
            Reading.of(
                new FlinkFacts(
                    running.jobs(), List.of(), Map.of(), running.asked(), running.asked()),
                Boards.NOW));

    assertThat(console.page("/pipeline").select("h1").text())
        .isEqualTo("Flink lacks a TaskManager");
  }

  @Test
  void isThereBeforeAnythingIsKnown() {
    console.sources().with(Board.empty()).withFlows(Reading.pending());

    Document page = console.page("/pipeline");

    assertThat(page.select("#live-flows .coming")).hasSize(1);
    assertThat(page.select("#live-flows .nothing h3").text())
        .isEqualTo("There is no stream to show");
    assertThat(page.body().attr("data-pace")).isEqualTo("1");
  }

  @Test
  void drawsTheWorstOfMany() {
    console
        .sources()
        .with(Boards.of(IntStream.range(0, 200).mapToObj(i -> waiting("rides_" + i, i)).toList()));

    Document page = console.page("/pipeline");

    assertThat(page.select("#live-flows tbody tr")).hasSize(24);
    assertThat(page.select("#flows").text()).contains("the 24 worst of 200");
  }
}
