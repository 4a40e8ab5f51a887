package io.freshet.console.board;

import static io.freshet.console.board.Boards.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.assurance.alert.Alert;
import io.freshet.assurance.alert.AlertWatch;
import io.freshet.assurance.alert.Diagnosis;
import io.freshet.assurance.freshness.Freshness;
import io.freshet.console.board.Boards.Waiting;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.freshness.Hop;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiagnosesTest {
  private static final Duration WAITING = Duration.ofMinutes(14);

  @ParameterizedTest
  @CsvSource({
    "PT14M2S, PT2S, COMMIT",
    "PT14M2S, PT14M1S, FLINK",
    "PT14M2S, , FLINK",
    "PT2S, PT2S, FLINK",
    ", , FLINK"
  })
  void namesTheHopThatTheAlertNames(Duration commitAge, Duration peersCommitAge, Hop hop) {
    List<Waiting> tables = List.of(late("rides", commitAge), late("fares", peersCommitAge));

    Diagnosis shown = Boards.of(tables).table("raw.rides").orElseThrow().diagnosis().orElseThrow();

    assertThat(shown.hop()).isEqualTo(hop);
    assertThat(told(tables)).isEqualTo(shown);
  }

  @Test
  void hasNothingToSayOfATableThatIsNotLate() {
    assertThat(Boards.of(waiting("rides", 5)).worstFirst().get(0).diagnosis()).isEmpty();
  }

  private static Waiting late(String name, Duration commitAge) {
    return new Waiting(
        Boards.contract(name, ""), Optional.of(WAITING), Optional.ofNullable(commitAge));
  }

  /** Of the first of them. */
  private static Diagnosis told(List<Waiting> tables) {
    Contracts contracts = Contracts.of(tables.stream().map(Waiting::contract).toList());
    Map<String, Freshness> measured =
        tables.stream()
            .collect(Collectors.toMap(each -> each.contract().name(), Boards::freshness));
    AlertWatch watch = new AlertWatch();
    watch.begin(contracts);
    Alert alert =
        watch.end(measured, Set.of(), Boards.NOW).stream()
            .filter(each -> each.table().equals(Optional.of("raw.rides")))
            .findFirst()
            .orElseThrow();

    return alert.diagnosis().orElseThrow();
  }
}
