package io.freshet.console.page;

import static io.freshet.console.board.Boards.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.console.alerts.SampleAlerts;
import io.freshet.console.board.Board;
import io.freshet.console.board.Boards;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How long events wait, as alerts that last say it. */
class AlertsPageTest {
  private static final Instant NOW = Boards.NOW.plusSeconds(100);

  @Test
  void isWhatWasMeasuredLast() {
    assertThat(waits(Boards.of(waiting("rides", 90)), Boards.NOW.minusSeconds(30)))
        .contains(Duration.ofSeconds(90));
  }

  @Test
  void goesOnWhileNothingIsMeasured() {
    Board board = Boards.troubled(List.of(waiting("rides", 90)), "Kafka does not answer");

    assertThat(waits(board, Boards.NOW.minusSeconds(30))).contains(Duration.ofSeconds(190));
  }

  /** Nothing waited when it was measured last; the alert was told by how long nothing is known. */
  @Test
  void isTheAlertsOwnWhereItWasToldSince() {
    Board board = Boards.troubled(List.of(waiting("rides", 0)), "Kafka does not answer");

    assertThat(waits(board, Boards.NOW.plusSeconds(60))).contains(Duration.ofSeconds(61 + 40));
  }

  private static Optional<Duration> waits(Board board, Instant told) {
    AlertsPage page =
        AlertsPage.of(
            board,
            SampleAlerts.open(SampleAlerts.breached("raw.rides", told)),
            List.of(),
            new Parameters(Map.of()),
            NOW);

    return page.open().get(0).waiting();
  }
}
