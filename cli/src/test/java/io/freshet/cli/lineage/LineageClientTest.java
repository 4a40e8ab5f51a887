package io.freshet.cli.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.lineage.graph.LineageClient;
import io.freshet.core.lineage.graph.LineageGraph;
import io.freshet.core.lineage.graph.NoLineageException;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineageClientTest {
  @Test
  void asksForATableAndAColumn() {
    try (FakeLineage server =
        FakeLineage.start()
            .knows(
                "column=state&depth=3&direction=upstream&table=stream:order_events",
                Graphs.STATE)) {
      LineageGraph graph =
          LineageClient.of(server.settings())
              .graph("stream:order_events", Optional.of("state"), "upstream", 3);

      assertThat(graph.edges()).hasSize(6);
    }
  }

  @Test
  void passesOnThatNobodyHasToldOfIt() {
    try (FakeLineage server = FakeLineage.start()) {
      assertThatThrownBy(() -> ask(LineageClient.of(server.settings())))
          .isInstanceOf(NoLineageException.class)
          .hasMessage("Nobody has told of it");
    }
  }

  @Test
  void saysWhichSettingIsWrong() {
    assertThatThrownBy(() -> LineageClient.of(Settings.of(Map.of())))
        .hasMessageStartingWith("lineage.url is not set");
    try (FakeLineage server = FakeLineage.start()) {
      assertThatThrownBy(() -> ask(LineageClient.of(server.settings("another"))))
          .hasMessageContaining("refuses lineage.token");
    }
  }

  @Test
  void refusesAnAddressThatIsNone() {
    Settings settings = Settings.of(Map.of("lineage.url", "localhost:8282"));

    assertThatThrownBy(() -> LineageClient.of(settings))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith("lineage.url is localhost:8282; it must be");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>Welcome</html>",
        "{}",
        "{\"root\": 1, \"nodes\": []}",
        "{\"root\": \"table:raw.markets\"}"
      })
  void doesNotTakeAnotherServersAnswerForAGraph(String answer) {
    try (FakeLineage server = FakeLineage.start().knows("table=raw.markets", answer)) {
      assertThatThrownBy(() -> ask(LineageClient.of(server.settings())))
          .isInstanceOfSatisfying(
              FreshetException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CALLER))
          .hasMessageContaining("can't be asked for lineage; lineage.url must name Freshet's");
    }
  }

  @Test
  void handsOnWhyAQuestionIsRefused() {
    String refusal = "{\"error\": {\"message\": \"markets may be a.markets or b.markets\"}}";
    try (FakeLineage server = FakeLineage.start().answers("table=raw.markets", 400, refusal)) {
      assertThatThrownBy(() -> ask(LineageClient.of(server.settings())))
          .isNotInstanceOf(NoLineageException.class)
          .hasMessage("markets may be a.markets or b.markets");
    }
  }

  @Test
  void isADependencyThatMayBeAway() {
    FakeLineage server = FakeLineage.start();
    Settings settings = server.settings();
    server.close();

    assertThatThrownBy(() -> ask(LineageClient.of(settings)))
        .isInstanceOfSatisfying(
            FreshetException.class, e -> assertThat(e.fault()).isEqualTo(Fault.DEPENDENCY))
        .hasMessageContaining("does not answer");
  }

  private static LineageGraph ask(LineageClient client) {
    return client.graph("raw.markets", Optional.empty(), "both", 5);
  }
}
