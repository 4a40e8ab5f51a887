package io.freshet.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.freshet.maintenance.plan.Costs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
  @TempDir private Path folder;

  @Test
  void assumesWhatNobodyHasMeasured() {
    assertThat(History.read(folder.resolve("nowhere")).costs("raw.trips")).isEqualTo(Costs.ASSUMED);
    assertThat(History.read(folder).costs("raw.trips")).isEqualTo(Costs.ASSUMED);
    assertThat(History.none().costs("raw.trips")).isEqualTo(Costs.ASSUMED);
  }

  @Test
  void learnsFromWhatWasDone() throws IOException {
    for (int run = 1; run <= 5; run++) {
      write(run, step(run * 10_000_000L, 2 + run, "\"attempts\": 1"));
    }

    Costs costs = History.read(folder).costs("raw.trips");

    assertThat(costs.sorted().bytesPerCpuSecond()).isCloseTo(10e6, within(1.0));
    assertThat(costs.sorted().cpuSecondsPerStep()).isCloseTo(2, within(1e-6));
    assertThat(costs.packed()).isEqualTo(Costs.ASSUMED.packed());
    assertThat(History.read(folder).costs("raw.others").secondsPerFile())
        .as("files of another table")
        .isEqualTo(Costs.ASSUMED.secondsPerFile());
  }

  /** A reading takes 100 ms however many files there are, which no merge saves. */
  @Test
  void learnsWhatMergesWereSeenToSave() throws IOException {
    write(1, merge(readings(50, 300_000, 10, 140_000)));
    write(2, merge(readings(20, 180_000, 1, 104_000)));
    write(3, merge(readings(30, 990_000, 1, 104_000)));

    assertThat(secondsPerFile()).isCloseTo(0.004, within(1e-9));
  }

  @Test
  void takesWhatAFileCostToReadUntilSomeMergesSavedAny() throws IOException {
    write(1, merge(readings(50, 300_000, 10, 140_000)));
    write(2, merge(readings(50, 300_000, 50, 290_000)));
    write(3, merge(readings(50, 300_000, 51, 310_000)));

    assertThat(secondsPerFile()).isEqualTo(0.006);
  }

  @Test
  void expectsNothingWhereReadersGainedNothing() throws IOException {
    for (int run = 1; run <= 3; run++) {
      write(run, merge(readings(50, 300_000, 1, 310_000)));
    }

    assertThat(secondsPerFile()).isZero();
  }

  private double secondsPerFile() {
    return History.read(folder).costs("raw.trips").secondsPerFile();
  }

  @Test
  void learnsApartWhatCopyingCosts() throws IOException {
    for (int run = 1; run <= 5; run++) {
      write(run, step(run * 10_000_000L, 0.5 + run / 10.0, "\"attempts\": 1, \"copied\": true"));
    }

    Costs costs = History.read(folder).costs("raw.trips");

    assertThat(costs.copied().bytesPerCpuSecond()).isCloseTo(100e6, within(1.0));
    assertThat(costs.copied().cpuSecondsPerStep()).isCloseTo(0.5, within(1e-6));
    assertThat(costs.sorted()).isEqualTo(Costs.ASSUMED.sorted());
    assertThat(costs.packed()).isEqualTo(Costs.ASSUMED.packed());
  }

  @Test
  void learnsApartWhatConvertingDeletesCosts() throws IOException {
    for (int run = 1; run <= 5; run++) {
      write(
          run,
          """
          {"kind": "delete_conversion", "attempts": 1, "bytes_looked_into": %d, "cpu_seconds": %s}
          """
              .formatted(run * 10_000_000L, 0.5 + run / 10.0));
    }

    Costs costs = History.read(folder).costs("raw.trips");

    assertThat(costs.converted().bytesPerCpuSecond()).isCloseTo(100e6, within(1.0));
    assertThat(costs.packed()).isEqualTo(Costs.ASSUMED.packed());
  }

  @Test
  void learnsNothingFromWhatFailedOrStartedOver() throws IOException {
    for (int run = 1; run <= 5; run++) {
      write(run, step(run * 10_000_000L, 2 + run, "\"attempts\": 2"));
      write(10 + run, step(run * 10_000_000L, 2 + run, "\"attempts\": 1, \"failure\": \"no\""));
    }

    assertThat(History.read(folder).costs("raw.trips").sorted()).isEqualTo(Costs.ASSUMED.sorted());
  }

  @Test
  void leavesOutWhatIsNoReceipt() throws IOException {
    Files.writeString(folder.resolve("maintain-2026-01-01.json"), "{ half");
    Files.writeString(folder.resolve("maintain-2026-01-02.json"), "{\"ok\": false}");
    Files.writeString(folder.resolve("repair-2026-01-01.json"), "[]");

    assertThat(History.read(folder).costs("raw.trips")).isEqualTo(Costs.ASSUMED);
  }

  private void write(int run, String step) throws IOException {
    Files.writeString(
        folder.resolve("maintain-2026-01-%02d.json".formatted(run)),
        """
        {"ok": true, "receipt": {"tables": [
          {"table": "raw.trips", "steps": [{"kind": "expiry", "cpu_seconds": 900}, %s]}]}}
        """
            .formatted(step));
  }

  private static String step(long bytes, double cpuSeconds, String rest) {
    return """
    {"kind": "compaction", "sorted": true, "bytes_rewritten": %d, "cpu_seconds": %s,
     %s, %s}\
    """
        .formatted(bytes, cpuSeconds, readings(50, 200_000, 1, 150_000), rest);
  }

  private static String readings(int before, long microsBefore, int after, long microsAfter) {
    return """
    "read_files_before": %d, "read_microseconds_before": %d,
    "read_files_after": %d, "read_microseconds_after": %d\
    """
        .formatted(before, microsBefore, after, microsAfter);
  }

  private static String merge(String readings) {
    return "{\"kind\": \"compaction\", \"attempts\": 1, %s}".formatted(readings);
  }
}
