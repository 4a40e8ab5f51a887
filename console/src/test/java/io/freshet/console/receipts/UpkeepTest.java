package io.freshet.console.receipts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpkeepTest {
  private static final String RUN =
      """
      {"ok": true, "plan": {"tables": [
         {"table": "raw.fares", "steps": [{"kind": "compaction", "what": "merge 90 files"}],
          "skipped": []},
         {"table": "raw.rides", "steps": [{"kind": "compaction", "what": "merge 40 files"}],
          "skipped": [{"what": "snapshots", "reason": "0 of 3 may go"}]},
         {"table": "raw.tips", "steps": [], "skipped": []}]},
       "receipt": {"tables": [
         {"table": "raw.rides", "ok": true,
          "before": {"files": 44, "bytes": 9000, "snapshots": 9},
          "after": {"files": 5, "bytes": 8000, "snapshots": 10},
          "steps": [{"kind": "compaction", "what": "merge 40 files",
             "expected_cpu_seconds": 13.0, "expected_seconds_saved_per_reading": 0.78,
             "cpu_seconds": 11.5, "read_microseconds_before": 900000,
             "read_microseconds_after": 200000}]},
         {"table": "raw.lost", "ok": false, "failure": "it is away"}]}}
      """;

  @TempDir Path folder;

  private List<Upkeep> of(String table) throws IOException {
    Files.writeString(folder.resolve("maintain-2026-11-30T00-52-44Z.json"), RUN);
    Files.writeString(folder.resolve("prove-raw.rides-1764410400000.json"), "{\"ok\": true}");

    return new ReceiptShelf(folder).upkeep(table);
  }

  @Test
  void tellsWhatWasExpectedOfAMergeAndWhatCameOfIt() throws IOException {
    Upkeep upkeep = of("raw.rides").get(0);

    assertThat(upkeep.rank()).isEqualTo(2);
    assertThat(upkeep.merging()).isEqualTo(2);
    assertThat(upkeep.before()).contains(new Upkeep.Size(44, 9000, 9));
    assertThat(upkeep.skipped()).containsExactly(new Upkeep.Skipped("snapshots", "0 of 3 may go"));
    Upkeep.Work merge = upkeep.steps().get(0);
    assertThat(merge.expectedWorth().orElseThrow()).isCloseTo(0.06, within(1e-9));
    assertThat(merge.cpu()).contains(11.5);
    assertThat(merge.saved()).contains(0.7);
  }

  @Test
  void showsWhatWasOnlyPlannedAndWhyATableWasNotMaintained() throws IOException {
    assertThat(of("raw.fares").get(0).steps().get(0).cpu()).isEmpty();
    assertThat(of("raw.lost").get(0).failure()).isEqualTo("it is away");
    assertThat(of("raw.tips").get(0).rank()).isZero();
    assertThat(of("raw.unknown")).isEmpty();
  }
}
