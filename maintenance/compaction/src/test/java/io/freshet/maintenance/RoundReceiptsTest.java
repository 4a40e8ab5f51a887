package io.freshet.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.toolkit.Effort;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoundReceiptsTest {
  private static final Effort NONE = new Effort(0, 0);

  @TempDir private Path folder;

  @Test
  void keepsTheNewestOfRoundsAndAllThatWasAskedFor() throws IOException {
    Files.writeString(folder.resolve("maintain-2026-01-01T00-00-00-000Z.json"), "{}");
    Files.writeString(folder.resolve("maintain-2026-01-01T00-00-01-000Z-round.json"), "{}");
    Files.writeString(folder.resolve("maintain-2026-01-01T00-00-02-000Z-round.json"), "{}");
    Files.writeString(folder.resolve("prove-raw.rides-1764410400000.json"), "{}");

    ObjectNode newest = new RoundReceipts(folder, 2).ofRound(new Report(), NONE);

    assertThat(names())
        .containsExactlyInAnyOrder(
            "maintain-2026-01-01T00-00-00-000Z.json",
            "maintain-2026-01-01T00-00-02-000Z-round.json",
            Path.of(newest.at("/receipt/file").asText()).getFileName().toString(),
            "prove-raw.rides-1764410400000.json");
  }

  @Test
  void keepsWhateverTellsOfALoss() throws IOException {
    RoundReceipts receipts = new RoundReceipts(folder, 1);
    Report lost = new Report();
    lost.damaged("raw.rides", Fault.OURS, "raw.rides lost 3 rows");

    ObjectNode kept = receipts.ofRound(lost, NONE);
    receipts.ofRound(new Report(), NONE);

    assertThat(Path.of(kept.at("/receipt/file").asText())).exists();
    assertThat(names()).hasSize(2);
  }

  @Test
  void keepsNoFewerThanPlansLearnFrom() {
    assertThat(RoundSettings.from(Settings.of(Map.of())))
        .isEqualTo(new RoundSettings(200, Duration.ofSeconds(20)));
    assertThatThrownBy(
            () -> RoundSettings.from(Settings.of(Map.of("maintenance.keep-receipts", "10"))))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "maintenance.keep-receipts is 10; it must be at least 100: plans learn from so many");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
