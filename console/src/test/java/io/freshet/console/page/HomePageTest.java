package io.freshet.console.page;

import static io.freshet.console.board.Boards.unknown;
import static io.freshet.console.board.Boards.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.console.alerts.AlertFacts;
import io.freshet.console.board.Board;
import io.freshet.console.board.Boards;
import io.freshet.console.reading.Reading;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HomePageTest {
  @Test
  void answersFirstWhatSomebodyComesFor() {
    assertThat(HomePage.headline(Board.empty())).isEqualTo("No tables yet");
    assertThat(HomePage.headline(Boards.of(waiting("a", 1)))).isEqualTo("The one table is fresh");
    assertThat(HomePage.headline(Boards.of(waiting("a", 1), waiting("b", 60))))
        .isEqualTo("All 2 tables are fresh");
    assertThat(HomePage.headline(Boards.of(waiting("a", 1), unknown("b"))))
        .isEqualTo("No table is late");
    assertThat(HomePage.headline(Boards.of(waiting("a", 61), waiting("b", 99))))
        .isEqualTo("2 of 2 tables are late");
    assertThat(HomePage.headline(Boards.troubled(List.of(), "away")))
        .isEqualTo("Nothing is known of any table");
    assertThat(
            HomePage.headline(Boards.troubled(List.of(waiting("a", 1), waiting("b", 99)), "away")))
        .isEqualTo("Nothing has been measured since 2026-11-29 12:00:00");
  }

  @Test
  void leadsToTheTableThatIsLateItselfAndNotToItsDeadLetters() {
    HomePage page =
        HomePage.of(
            Boards.of(waiting("dead_letters", 99), waiting("rides", 70)),
            new HomePage.Beside(
                AlertFacts.none(),
                Reading.of(Map.of(), Boards.NOW),
                Reading.pending(),
                Reading.pending(),
                Optional.empty(),
                Optional.empty()),
            new Parameters(Map.of()));

    assertThat(page.lead().orElseThrow().name()).isEqualTo("raw.rides");
    assertThat(page.rows().get(0).table().diagnosis().orElseThrow().cause())
        .isEqualTo("as late as the streams that feed it");
  }
}
