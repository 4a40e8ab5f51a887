package io.freshet.console.http;

import static io.freshet.console.board.Boards.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.console.board.Boards;
import java.util.List;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What pages say of all tables while not all can be known. */
class TroubledPagesTest {
  private final OpenConsole console = new OpenConsole(new MemorySources());

  @AfterEach
  void close() {
    console.close();
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
