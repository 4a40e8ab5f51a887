package io.freshet.ingestion.writer;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.TableSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamPoolsTest {
  private static final Contract PINGS =
      Contracts.read(Path.of("../../contracts")).require("dasher_pings");

  @Test
  void commitsTheShippedStreamsEveryTenSeconds() {
    assertThat(StreamPools.checkpointInterval(List.of(PINGS))).isEqualTo(Duration.ofSeconds(10));
  }

  @ParameterizedTest
  @CsvSource({"PT3S, PT1S", "PT60S, PT10S", "PT5M, PT50S", "PT30M, PT5M", "PT24H, PT5M"})
  void commitsSixTimesPerBudgetWithinBounds(Duration freshness, Duration interval) {
    assertThat(StreamPools.checkpointInterval(List.of(within(freshness)))).isEqualTo(interval);
  }

  @Test
  void followsTheTightestBudgetOfThePool() {
    assertThat(
            StreamPools.checkpointInterval(
                List.of(within(Duration.ofHours(24)), within(Duration.ofSeconds(30)))))
        .isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void commitsEveryHalfMinuteWhereTheContractSaysNoBudget(@TempDir Path folder) throws IOException {
    String pings = Files.readString(Path.of("../../contracts/dasher_pings.yaml"));
    String unsaid =
        pings.replaceFirst(
            "(?s)slaProperties:.*?(?=customProperties:\\n  - \\{property: kind)", "");
    Files.writeString(folder.resolve("dasher_pings.yaml"), unsaid);

    Contract contract = Contracts.read(folder).require("dasher_pings");

    assertThat(unsaid).doesNotContain("freshness");
    assertThat(StreamPools.checkpointInterval(List.of(contract))).isEqualTo(Duration.ofSeconds(30));
  }

  private static Contract within(Duration freshness) {
    TableSettings table = PINGS.requireTable();
    TableSettings.Timing timing = table.timing();

    return new Contract(
        PINGS.name(),
        PINGS.version(),
        PINGS.kind(),
        PINGS.documentation(),
        PINGS.schema(),
        PINGS.stream(),
        Optional.of(
            new TableSettings(
                table.namespace(),
                table.partitioning(),
                table.sort(),
                new TableSettings.Timing(
                    freshness, timing.lateness(), timing.maxAhead(), timing.maxBehind()),
                table.retention(),
                table.keepClientId(),
                table.pages())));
  }
}
