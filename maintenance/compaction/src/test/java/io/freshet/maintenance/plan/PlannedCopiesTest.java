package io.freshet.maintenance.plan;

import static io.freshet.maintenance.plan.TestFacts.COSTS;
import static io.freshet.maintenance.plan.TestFacts.JUST_NOW;
import static io.freshet.maintenance.plan.TestFacts.MEGABYTE;
import static io.freshet.maintenance.plan.TestFacts.POLICY;
import static io.freshet.maintenance.plan.TestFacts.SMALL_BELOW;
import static io.freshet.maintenance.plan.TestFacts.TARGET;
import static io.freshet.maintenance.plan.TestFacts.YESTERDAY;
import static io.freshet.maintenance.plan.TestFacts.copied;
import static io.freshet.maintenance.plan.TestFacts.copyable;
import static io.freshet.maintenance.plan.TestFacts.facts;
import static io.freshet.maintenance.plan.TestFacts.partition;
import static io.freshet.maintenance.plan.TestFacts.plan;
import static io.freshet.maintenance.plan.TestFacts.unsorted;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.maintenance.plan.MaintenancePlan.Skipped;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whether files are merged by copying their row groups or by sorting their rows. */
class PlannedCopiesTest {
  @Test
  void copiesRowGroupsOfAPartitionThatIsBeingWrittenTo() {
    MaintenancePlan plan = plan(List.of(copyable("day=1", 60, MEGABYTE, JUST_NOW)));

    assertThat(plan.steps())
        .extracting(Step::describe)
        .containsExactly(
            "merge 60 small files (60.0 MB) of day=1 into 1, their row groups copied as they are,"
                + " to be sorted once it is no longer written to; a reader opens 59 files fewer"
                + " and saves 1.2 s, for 700 ms of CPU");
  }

  @Test
  void sortsAPartitionThatIsNoLongerWrittenToAtOnce() {
    MaintenancePlan plan = plan(List.of(copyable("day=1", 60, MEGABYTE, YESTERDAY)));

    assertThat(plan.steps()).singleElement().isInstanceOf(Step.Compaction.class);
  }

  /** A second for each 10 MB is more than the budget; a second for each 100 MB is not. */
  @Test
  void copiesWhereTheBudgetIsNotEnoughToSort() {
    PartitionFiles better = partition("better", 900, MEGABYTE, YESTERDAY);
    PartitionFiles other = copyable("other", 40, 4 * MEGABYTE, YESTERDAY);

    List<Step> steps = plan(List.of(better, other)).steps();

    assertThat(steps).hasSize(2);
    assertThat(steps.get(1)).isInstanceOf(Step.Copy.class);
    assertThat(steps.get(1).describe())
        .startsWith(
            "merge 40 small files (160.0 MB) of other into 2, their row groups copied as they are,"
                + " to be sorted once the budget is enough for it;");
  }

  @Test
  void copiesLargeRowGroupsOfATableWithoutAnOrderOnceAndForAll() {
    PartitionFiles large = copyable("day=1", 20, 5 * MEGABYTE, YESTERDAY);
    PartitionFiles small = copyable("day=2", 20, 4 * MEGABYTE, YESTERDAY);

    List<Step> steps = plan(unsorted(List.of(large, small))).steps();

    assertThat(steps.get(0))
        .isInstanceOfSatisfying(
            Step.Copy.class,
            copy -> {
              assertThat(copy.partition()).isEqualTo("day=1");
              assertThat(copy.rest()).isEqualTo(Step.Copy.Rest.NOTHING);
              assertThat(copy.limits()).isEqualTo(new Step.Copy.Limits(SMALL_BELOW, TARGET, 100));
            });
    assertThat(steps.get(1)).isInstanceOf(Step.Compaction.class);
  }

  @Test
  void keepsWhatIsToBeSortedSmallSoThatARewriteTakesIt() {
    List<Step> steps = plan(List.of(copyable("day=1", 60, 10 * MEGABYTE, JUST_NOW))).steps();

    assertThat(((Step.Copy) steps.get(0)).limits().bytes()).isEqualTo(SMALL_BELOW - 1);
    assertThat(((Step.Copy) steps.get(0)).filesAfter()).isEqualTo(7);
  }

  @Test
  void givesAFileThatItCopiesToNoMoreRowGroupsThanAreAllowed() {
    List<Step> steps = plan(List.of(copyable("day=1", 250, 10_000, JUST_NOW))).steps();

    assertThat(((Step.Copy) steps.get(0)).filesAfter()).isEqualTo(3);
  }

  @Test
  void decodesWhatCannotBeCopied() {
    List<Step> steps = plan(List.of(partition("day=1", 60, MEGABYTE, JUST_NOW))).steps();

    assertThat(steps).singleElement().isInstanceOf(Step.Compaction.class);
  }

  /** What is done where the files turn out to be of many layouts. */
  @Test
  void knowsWhatToDoInThePlaceOfACopy() {
    List<Step> hot = plan(List.of(copyable("day=1", 60, MEGABYTE, JUST_NOW))).steps();

    assertThat(((Step.Copy) hot.get(0)).otherwise())
        .hasValueSatisfying(compaction -> assertThat(compaction.files()).isEqualTo(60));
  }

  @Test
  void copiesNothingASecondTimeWhileItIsBeingWrittenTo() {
    PartitionFiles copiedBefore = copied("day=1", 10, 49, 1, JUST_NOW);

    MaintenancePlan plan = plan(List.of(copiedBefore));

    assertThat(plan.steps()).isEmpty();
    assertThat(plan.skipped())
        .contains(
            new Skipped(
                "day=1",
                "49 small files and still being written to; from 50 on merging pays even now"));
  }

  @Test
  void sortsFiftyCopiesThoughWritingGoesOn() {
    List<Step> steps = plan(List.of(copied("day=1", 60, 50, 50, JUST_NOW))).steps();

    assertThat(steps)
        .singleElement()
        .isInstanceOfSatisfying(
            Step.Compaction.class, step -> assertThat(step.files()).isEqualTo(50));
  }

  @Test
  void sortsWhatWasCopiedOnceItIsNoLongerWrittenTo() {
    MaintenancePlan plan = plan(List.of(copied("day=1", 2, 2, 1, YESTERDAY)));

    assertThat(plan.steps())
        .extracting(Step::describe)
        .containsExactly(
            "merge 2 small files (2.0 MB) of day=1 into 1, sorted, 1 of them so far merged by"
                + " copying; a reader opens 1 files fewer and saves 20 ms, for 1.2 s of CPU");
  }

  @Test
  void sortsTheOneFileOfAPartitionThatWasCopied() {
    List<Step> steps = plan(List.of(copied("day=1", 1, 1, 1, YESTERDAY))).steps();

    assertThat(steps)
        .singleElement()
        .isInstanceOfSatisfying(
            Step.Compaction.class, step -> assertThat(step.isOfOneCopy()).isTrue());
  }

  @Test
  void leavesALoneCopyBesideLargeFilesUntilAnotherComes() {
    MaintenancePlan plan = plan(List.of(copied("day=1", 4, 1, 1, YESTERDAY)));

    assertThat(plan.steps()).isEmpty();
    assertThat(plan.skipped())
        .contains(
            new Skipped(
                "day=1",
                "1 small file, merged by copying; it is rewritten together with the next one"));
  }

  @Test
  void copiesNothingWhereThatIsNotWanted() {
    Policy without =
        new Policy(
            new Policy.Compaction(5, Duration.ofMinutes(15), 50, Duration.ofSeconds(101), 0),
            POLICY.expiry(),
            POLICY.minManifests(),
            POLICY.orphanAge());
    TableFacts facts = facts(List.of(copyable("day=1", 60, MEGABYTE, JUST_NOW)), COSTS);

    assertThat(new Planner(without).plan(List.of(facts)).get(0).steps())
        .singleElement()
        .isInstanceOf(Step.Compaction.class);
  }
}
