package io.freshet.maintenance.plan;

import static io.freshet.maintenance.plan.TestFacts.JUST_NOW;
import static io.freshet.maintenance.plan.TestFacts.MEGABYTE;
import static io.freshet.maintenance.plan.TestFacts.YESTERDAY;
import static io.freshet.maintenance.plan.TestFacts.partition;
import static io.freshet.maintenance.plan.TestFacts.plan;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.apache.iceberg.expressions.Expressions;
import org.junit.jupiter.api.Test;

/** What becomes of files that have lost a few of their rows. */
class PlannedConversionsTest {
  @Test
  void convertsDeletesOfLargeFilesAndSaysWhatItSaves() {
    MaintenancePlan plan = plan(List.of(worn(10, 200 * MEGABYTE, 0, 50)));

    assertThat(plan.steps())
        .extracting(Step::describe)
        .containsExactly(
            "name the places of the rows of the table that 50 files delete in one, looking into 10"
                + " files (2000.0 MB); a reader opens 49 files fewer and saves 980 ms, for 40.5 s"
                + " of CPU");
  }

  @Test
  void leavesAFewFilesOfDeletes() {
    assertThat(plan(List.of(worn(10, 200 * MEGABYTE, 0, 49))).steps()).isEmpty();
  }

  @Test
  void mergesSmallFilesFirst() {
    MaintenancePlan plan = plan(List.of(worn(60, MEGABYTE, 60, 50)));

    assertThat(plan.steps())
        .extracting(Step::describe)
        .containsExactly(
            "merge 60 small files (60.0 MB) of the table into 1, sorted; a reader opens 59 files"
                + " fewer and saves 1.2 s, for 7.0 s of CPU");
  }

  @Test
  void convertsFirstWhereEachSmallFileCameWithDeletes() {
    MaintenancePlan plan = plan(List.of(worn(60, MEGABYTE, 60, 60)));

    assertThat(plan.steps())
        .singleElement()
        .satisfies(step -> assertThat(step.kind()).isEqualTo("delete_conversion"));
  }

  @Test
  void readsAllFilesThatDeletesApplyToHoweverSmallTheBudget() {
    MaintenancePlan plan = plan(List.of(worn(10, 2000 * MEGABYTE, 0, 60)));

    assertThat(plan.steps())
        .singleElement()
        .satisfies(step -> assertThat(((Step.Merge) step).files()).isEqualTo(10));
  }

  @Test
  void waitsWhereWhatPaysMoreTakesTheBudget() {
    MaintenancePlan plan =
        plan(
            List.of(
                worn(10, 1000 * MEGABYTE, 0, 50),
                partition("day=1", 50, 10 * MEGABYTE, YESTERDAY)));

    assertThat(plan.steps()).singleElement().isInstanceOf(Step.Compaction.class);
    assertThat(plan.skipped()).extracting(MaintenancePlan.Skipped::what).contains("the files");
  }

  @Test
  void rewritesFilesWhoseDeletesOthersNeedAsWell() {
    MaintenancePlan plan = plan(List.of(worn(10, 20 * MEGABYTE, 0, 50, 49)));

    assertThat(plan.steps())
        .extracting(Step::describe)
        .containsExactly(
            "merge 10 small files (200.0 MB) of the table into 2, sorted, without what 50 files"
                + " delete; a reader opens 58 files fewer and saves 1.2 s, for 21.0 s of CPU");
  }

  @Test
  void convertsItsOwnDeletesAndCountsNoOthers() {
    MaintenancePlan plan = plan(List.of(worn(10, 200 * MEGABYTE, 0, 90, 50)));

    assertThat(plan.steps())
        .singleElement()
        .satisfies(step -> assertThat(((Step.Conversion) step).deleteFiles()).isEqualTo(50))
        .satisfies(step -> assertThat(step.describe()).contains("49 files fewer"));
  }

  private static PartitionFiles worn(int files, long bytesEach, int smallFiles, int deleteFiles) {
    return worn(files, bytesEach, smallFiles, deleteFiles, deleteFiles);
  }

  private static PartitionFiles worn(
      int files, long bytesEach, int smallFiles, int deleteFiles, int ownDeleteFiles) {
    int largeFiles = files - smallFiles;

    return new PartitionFiles(
        "",
        Expressions.alwaysTrue(),
        files,
        files * bytesEach,
        smallFiles,
        smallFiles * bytesEach,
        deleteFiles,
        JUST_NOW,
        Copies.NONE,
        Optional.of(
            new PartitionFiles.Worn(
                files, files * bytesEach, largeFiles, largeFiles * bytesEach, ownDeleteFiles)));
  }
}
