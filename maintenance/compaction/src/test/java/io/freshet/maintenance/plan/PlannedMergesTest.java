package io.freshet.maintenance.plan;

import static io.freshet.maintenance.plan.TestFacts.COSTS;
import static io.freshet.maintenance.plan.TestFacts.JUST_NOW;
import static io.freshet.maintenance.plan.TestFacts.MEGABYTE;
import static io.freshet.maintenance.plan.TestFacts.POLICY;
import static io.freshet.maintenance.plan.TestFacts.YESTERDAY;
import static io.freshet.maintenance.plan.TestFacts.facts;
import static io.freshet.maintenance.plan.TestFacts.partition;
import static io.freshet.maintenance.plan.TestFacts.plan;
import static io.freshet.maintenance.plan.TestFacts.worn;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.maintenance.plan.MaintenancePlan.Skipped;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which files are merged, and which wait until that pays more. */
class PlannedMergesTest {
  @Test
  void mergesAPartitionOfManySmallFilesAndSaysWhatItSaves() {
    MaintenancePlan plan = plan(List.of(partition("day=1", 40, 3 * MEGABYTE, YESTERDAY)));

    assertThat(plan.steps())
        .extracting(Step::describe)
        .containsExactly(
            "merge 40 small files (120.0 MB) of day=1 into 1, sorted; a reader opens 39 files"
                + " fewer and saves 780 ms, for 13.0 s of CPU");
  }

  @Test
  void leavesAPartitionOfFewSmallFiles() {
    MaintenancePlan plan = plan(List.of(partition("day=1", 4, MEGABYTE, YESTERDAY)));

    assertThat(plan.steps()).isEmpty();
    assertThat(plan.skipped())
        .contains(new Skipped("day=1", "4 small files; from 5 on merging pays"));
  }

  @Test
  void leavesAPartitionThatIsBeingWrittenToUntilItHasVeryManySmallFiles() {
    PartitionFiles some = partition("day=1", 49, MEGABYTE, JUST_NOW);
    PartitionFiles veryMany = partition("day=2", 50, MEGABYTE, JUST_NOW);

    MaintenancePlan plan = plan(List.of(some, veryMany));

    assertThat(plan.steps()).hasSize(1);
    assertThat(((Step.Merge) plan.steps().get(0)).partition()).isEqualTo("day=2");
    assertThat(plan.skipped())
        .contains(
            new Skipped(
                "day=1",
                "49 small files and still being written to; from 50 on merging pays even now"));
  }

  /** Whoever reads the rows has to read what takes some of them away. */
  @Test
  void leavesOutWhatManyFilesDelete() {
    MaintenancePlan plan = plan(List.of(worn(1, 100 * MEGABYTE, 50)));

    assertThat(plan.steps())
        .extracting(Step::describe)
        .containsExactly(
            "merge 1 small files (100.0 MB) of the table into 1, sorted, without what 50 files"
                + " delete; a reader opens 50 files fewer and saves 1.0 s, for 11.0 s of CPU");
    assertThat(plan(List.of(worn(1, MEGABYTE, 49))).steps()).isEmpty();
  }

  @Test
  void aWornFileBeyondTheBudgetIsStillOneFile() {
    MaintenancePlan plan = plan(List.of(worn(1, 2000 * MEGABYTE, 60)));

    assertThat(plan.steps())
        .singleElement()
        .satisfies(step -> assertThat(((Step.Merge) step).files()).isEqualTo(1));
  }

  @Test
  void holdsAPartitionWhoseSnapshotsHaveExpiredForCold() {
    MaintenancePlan plan = plan(List.of(partition("day=1", 5, MEGABYTE, Optional.empty())));

    assertThat(plan.steps()).hasSize(1);
  }

  @Test
  void spendsTheBudgetOnWhatSavesReadersMost() {
    PartitionFiles big = partition("big", 10, 90 * MEGABYTE, YESTERDAY);
    PartitionFiles tiny = partition("tiny", 100, MEGABYTE, YESTERDAY);
    PartitionFiles small = partition("small", 50, 10 * MEGABYTE, YESTERDAY);

    MaintenancePlan plan = plan(List.of(big, small, tiny));

    assertThat(plan.steps())
        .extracting(step -> ((Step.Merge) step).partition())
        .containsExactly("tiny", "small");
    assertThat(plan.skipped())
        .contains(
            new Skipped(
                "big",
                "the run's budget of 101s of CPU is spent on what pays more; the next run takes"
                    + " it"));
  }

  @Test
  void takesFromAPartitionThatExceedsTheWholeBudgetWhatARunCanDo() {
    PartitionFiles giant = partition("giant", 40, 90 * MEGABYTE, YESTERDAY);

    MaintenancePlan plan = plan(List.of(giant));

    assertThat(plan.steps())
        .extracting(Step::describe)
        .containsExactly(
            "merge 11 of 40 small files (990.0 MB) of giant into 8, sorted; a reader opens 3 files"
                + " fewer and saves 60 ms, for 100.0 s of CPU");
  }

  @Test
  void givesToSuchAPartitionWhatBetterOnesLeave() {
    PartitionFiles giant = partition("giant", 40, 90 * MEGABYTE, YESTERDAY);
    PartitionFiles better = partition("better", 50, 10 * MEGABYTE, YESTERDAY);

    List<Step> steps = plan(List.of(giant, better)).steps();

    assertThat(steps)
        .extracting(step -> ((Step.Merge) step).partition())
        .containsExactly("better", "giant");
    assertThat(((Step.Merge) steps.get(1)).files()).isEqualTo(5);
  }

  @Test
  void mergesTwoFilesAtLeastHoweverSmallTheBudget() {
    PartitionFiles huge = partition("huge", 40, 900 * MEGABYTE, YESTERDAY);

    MaintenancePlan plan = plan(List.of(huge, partition("other", 40, 800 * MEGABYTE, YESTERDAY)));

    assertThat(plan.steps()).hasSize(1);
    assertThat(((Step.Merge) plan.steps().get(0)).files()).isEqualTo(2);
  }

  @Test
  void sharesTheBudgetAmongTables() {
    TableFacts pings = facts(List.of(partition("day=1", 20, 90 * MEGABYTE, YESTERDAY)), COSTS);
    TableFacts orders =
        facts("raw.order_events", List.of(partition("day=1", 100, MEGABYTE, YESTERDAY)), COSTS);

    List<MaintenancePlan> plans = new Planner(POLICY).plan(List.of(pings, orders));

    assertThat(plans)
        .extracting(MaintenancePlan::table)
        .containsExactly("raw.order_events", "raw.dasher_pings");
    assertThat(plans.get(0).steps()).hasSize(1);
    assertThat(((Step.Merge) plans.get(1).steps().get(0)).files()).isEqualTo(9);
  }

  /** The same files, but where they lie opening one takes ten times as long. */
  @Test
  void prefersTheTableWhoseFilesCostReadersMore() {
    List<PartitionFiles> files = List.of(partition("day=1", 20, 40 * MEGABYTE, YESTERDAY));
    Costs dear =
        new Costs(
            COSTS.sorted(),
            COSTS.packed(),
            COSTS.copied(),
            COSTS.converted(),
            10 * COSTS.secondsPerFile());

    List<MaintenancePlan> plans =
        new Planner(POLICY)
            .plan(List.of(facts(files, COSTS), facts("raw.order_events", files, dear)));

    assertThat(plans.get(0).table()).isEqualTo("raw.order_events");
  }
}
