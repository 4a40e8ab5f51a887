package io.freshet.assurance.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.freshness.Hop;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RunbookTest {
  private static final Path PROJECT = Path.of("..");

  @ParameterizedTest
  @EnumSource(names = {"KAFKA", "VALIDATOR", "FLINK", "COMMIT", "NIGHTLY"})
  void isThereForEveryHopThatAnAlertNames(Hop hop) {
    Alert alert =
        new Alert(
            Alert.State.BREACHED,
            Optional.of("raw.rides"),
            Instant.EPOCH,
            Optional.empty(),
            Optional.empty(),
            Optional.of(new Diagnosis(hop, "")),
            Optional.of("riders"));

    assertThat(PROJECT.resolve(alert.runbook().orElseThrow())).isRegularFile();
  }

  @ParameterizedTest
  @EnumSource(names = "UNMEASURED")
  void isThereForMissingData(Alert.State state) {
    Alert alert =
        new Alert(
            state,
            Optional.empty(),
            Instant.EPOCH,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    assertThat(PROJECT.resolve(alert.runbook().orElseThrow())).isRegularFile();
  }
}
