package io.freshet.cli.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Settings;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

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

      assertThat(graph.edges()).hasSize(4);
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
