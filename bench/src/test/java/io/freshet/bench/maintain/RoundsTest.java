package io.freshet.bench.maintain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoundsTest {
  @TempDir private Path receipts;

  @Test
  void addsUpWhatReceiptsSay() throws IOException {
    Files.writeString(
        receipts.resolve("maintain-2026-11-29T12-00-00-000Z-round.json"),
        """
        {"receipt": {"tables": [{"steps": [
          {"kind": "compaction", "attempts": 3, "files_rewritten": 20},
          {"kind": "expiry", "attempts": 1}]}]}}
        """);
    Files.writeString(
        receipts.resolve("maintain-2026-11-29T12-00-05-000Z-round.json"),
        """
        {"receipt": {"tables": [{"steps": [
          {"kind": "compaction", "attempts": 4, "failure": "Others committed in between"}]}]}}
        """);

    assertThat(Rounds.of(receipts)).isEqualTo(new Rounds(2, 3, 2, 20, 5, 1));
  }
}
