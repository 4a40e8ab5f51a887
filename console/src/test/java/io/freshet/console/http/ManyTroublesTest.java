package io.freshet.console.http;

import static io.freshet.console.board.Boards.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.console.alerts.SampleAlerts;
import io.freshet.console.board.Boards;
import io.freshet.console.board.Boards.Waiting;
import io.freshet.console.letters.DeadLetterFacts;
import io.freshet.console.reading.Reading;
import io.freshet.ingestion.deadletters.DeadLetterGroup;
import io.freshet.ingestion.deadletters.HourlyRate;
import io.freshet.ingestion.deadletters.Refusals;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pages stay short when something is wrong with every table at once. */
class ManyTroublesTest {
  private static final List<String> NAMES =
      IntStream.range(0, 120).mapToObj("rides_%03d"::formatted).toList();

  private final OpenConsole console = new OpenConsole(new MemorySources());

  @AfterEach
  void close() {
    console.close();
  }

  @Test
  void showsSomeOfManyAlertsAndLeadsToTheOthers() {
    List<Waiting> tables = NAMES.stream().map(name -> waiting(name, 90)).toList();
    console
        .sources()
        .with(Boards.of(tables))
        .with(SampleAlerts.open(NAMES.stream().map("raw."::concat).toList()));

    Document first = console.page("/alerts");
    Document last = console.page("/alerts?page=3");

    assertThat(first.select("h1").text()).isEqualTo("120 alerts last");
    assertThat(first.select("#live-open .group")).hasSize(50);
    assertThat(first.select("#next").attr("href")).isEqualTo("/alerts?page=2");
    assertThat(last.select("#live-open .group")).hasSize(20);
    assertThat(last.select("#previous").attr("href")).isEqualTo("/alerts?page=2");
    assertThat(last.select("#next")).isEmpty();
  }

  @Test
  void showsSomeOfManyCausesTheLargestFirstAndLeadsToTheOthers() {
    List<DeadLetterGroup> groups =
        IntStream.range(0, NAMES.size())
            .mapToObj(
                i ->
                    new DeadLetterGroup(
                        NAMES.get(i), "undecodable", i + 1, 0, Boards.NOW, Boards.NOW))
            .toList();
    console
        .sources()
        .with(Boards.of(NAMES.stream().map(name -> waiting(name, 1)).toList()))
        .withLetters(
            Reading.of(
                new DeadLetterFacts(
                    groups,
                    new Refusals(List.of(), 0),
                    NAMES.stream()
                        .limit(12)
                        .map(name -> new HourlyRate(name, 400, 100))
                        .collect(Collectors.toMap(HourlyRate::contract, Function.identity())),
                    Boards.NOW),
                Boards.NOW));

    Document first = console.page("/dead-letters");
    Document last = console.page("/dead-letters?page=3");

    assertThat(first.select("#headline h1").text()).isEqualTo("7,260 dead letters are open");
    assertThat(first.select("#headline .notice")).hasSize(10);
    assertThat(first.select("#headline").text()).contains("and 2 other contracts");
    assertThat(first.select("#live-causes .group")).hasSize(50);
    assertThat(first.select("#live-causes .group h3").first().text())
        .isEqualTo("rides_119 undecodable");
    assertThat(first.select("#next").attr("href")).isEqualTo("/dead-letters?page=2");
    assertThat(last.select("#live-causes .group")).hasSize(20);
  }
}
