package io.freshet.console.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.console.receipts.SampleReceipts;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NightlyMetricsTest {
  private static final String OF =
      "{command=\"nightly\",nightly=\"fares_daily\",table=\"clean.fares_daily\"} ";

  @TempDir private Path folder;

  @Test
  void tellsOfEachJobByItsNewestReceipt() {
    try (OpenConsole console =
        new OpenConsole(new MemorySources().with(SampleReceipts.in(folder)))) {
      assertThat(console.get("/metrics").body())
          .contains(
              "# UNIT freshet_nightly_cpu_seconds seconds",
              "freshet_nightly_ok" + OF + "0.0",
              "freshet_nightly_input_rows" + OF + "5066283.0",
              "freshet_nightly_attempts" + OF + "2.0",
              "freshet_nightly_cpu_seconds" + OF + "68.6",
              "freshet_nightly_ended_timestamp_seconds" + OF + "1.7644104025E9",
              "freshet_nightly_succeeded_timestamp_seconds" + OF + "1.764410401E9",
              "freshet_nightly_check_ok{command=\"nightly\",nightly=\"fares_daily\","
                  + "rule=\"no fare is negative\",table=\"clean.fares_daily\"} 0.0",
              "freshet_nightly_days{command=\"backfill\",nightly=\"fares_daily\","
                  + "table=\"clean.fares_daily\"} 2.0")
          .endsWith("# EOF\n");
    }
  }

  @Test
  void saysNothingWhereNoJobHasLeftAReceipt() {
    try (OpenConsole console = new OpenConsole(new MemorySources().with(List.of()))) {
      assertThat(console.get("/metrics").body()).doesNotContain("freshet_nightly");
    }
  }

  @Test
  void aReceiptsPageShowsFiguresAndRules() {
    try (OpenConsole console =
        new OpenConsole(new MemorySources().with(SampleReceipts.in(folder)))) {
      String page =
          console.page("/receipts/nightly-clean.fares_daily-2026-06-04-1764410402500.json").text();

      assertThat(page).contains("Input rows 5,066,283", "Attempts 2", "Processor time 69 s");
      assertThat(page).contains("no fare is negative not passed 0 not so in 2 rows");
    }
  }
}
