package io.freshet.console.page;

import static io.freshet.console.board.Boards.unknown;
import static io.freshet.console.board.Boards.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.console.board.Board;
import io.freshet.console.board.Boards;
import java.util.List;
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
  }
}
