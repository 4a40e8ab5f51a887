package io.freshet.console.receipts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobRunTest {
  @TempDir private Path folder;

  @Test
  void tellsWhatANightlyHasDone() {
    JobRun run = SampleReceipts.in(folder).get(1).run().orElseThrow();

    assertThat(run.job()).isEqualTo("fares_daily");
    assertThat(run.newestDay()).contains(LocalDate.parse("2026-06-03"));
    assertThat(run.figures())
        .containsOnlyKeys(JobFigure.values())
        .containsEntry(JobFigure.DAYS, 1.0)
        .containsEntry(JobFigure.INPUT_ROWS, 5_066_283.0)
        .containsEntry(JobFigure.CPU_SECONDS, 68.6);
    assertThat(run.checks()).allMatch(JobRun.Check::ok).hasSize(2);
  }

  @Test
  void tellsWhichRulesARefusedDayHasNotPassed() {
    JobRun run = SampleReceipts.in(folder).get(0).run().orElseThrow();

    assertThat(run.newestDay()).isEmpty();
    assertThat(run.checks())
        .filteredOn(check -> !check.ok())
        .containsExactly(new JobRun.Check("no fare is negative", 0, List.of("not so in 2 rows")));
  }

  @Test
  void countsTheDaysOfABackfillThatPassedARule() {
    JobRun run = SampleReceipts.in(folder).get(2).run().orElseThrow();

    assertThat(run.newestDay()).contains(LocalDate.parse("2026-06-02"));
    assertThat(run.figures())
        .containsEntry(JobFigure.DAYS, 2.0)
        .containsEntry(JobFigure.ROWS, 30.0)
        .containsEntry(JobFigure.INPUT_FILES, 30.0);
    assertThat(run.checks()).containsExactly(new JobRun.Check("one row per fare", 2, List.of()));
  }

  @Test
  void leavesOutWhatAnOlderReceiptDoesNotState() throws IOException {
    JsonNode old =
        new ObjectMapper()
            .readTree("{\"job\": \"fares_daily\", \"outcome\": \"published\", \"rows\": 3}");

    JobRun run = JobRun.of("nightly", old).orElseThrow();

    assertThat(run.figures()).containsOnlyKeys(JobFigure.DAYS, JobFigure.ROWS);
    assertThat(run.newestDay()).isEmpty();
    assertThat(JobRun.of("prove", old)).isEmpty();
  }
}
