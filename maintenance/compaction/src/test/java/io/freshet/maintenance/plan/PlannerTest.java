package io.freshet.maintenance.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.maintenance.plan.MaintenancePlan.Skipped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.expressions.Expressions;
import org.junit.jupiter.api.Test;

class PlannerTest {
  private static final Instant NOW = Instant.parse("2026-03-02T02:00:00Z");
  private static final Optional<Instant> YESTERDAY = Optional.of(NOW.minus(Duration.ofDays(1)));
  private static final Optional<Instant> JUST_NOW = Optional.of(NOW.minusSeconds(30));
  private static final long MEGABYTE = 1_000_000;
  private static final long TARGET = 128 * MEGABYTE;
  private static final long SMALL_BELOW = 96 * MEGABYTE;

  /** A second to begin, and one for each 10 MB; 20 ms for each file that is opened. */
  private static final Costs COSTS =
      new Costs(new WorkRate(1, 10e6), new WorkRate(1, 100e6), new WorkRate(0.1, 100e6), 0.02);

  private static final Policy POLICY =
      new Policy(
          new Policy.Compaction(5, Duration.ofMinutes(15), 50, Duration.ofSeconds(101), 100),
          new Policy.Expiry(Duration.ofDays(1), 3000, 20, 10),
          20,
          Duration.ofDays(3));

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
  void rewritesManifestsWhereFewWouldDo() {
    MaintenancePlan plan = plan(facts(List.of(), 40, 0, true, List.of()));

    assertThat(plan.steps())
        .extracting(Step::describe)
        .containsExactly(
            "rewrite 40 manifests (0.4 MB) into about 1; planning a query reads 39 fewer");
  }

  @Test
  void expiresOnceEnoughSnapshotsMayGo() {
    assertThat(plan(facts(List.of(), 1, 9, true, List.of())).steps()).isEmpty();
    assertThat(plan(facts(List.of(), 1, 10, true, List.of())).steps())
        .containsExactly(new Step.Expiry(10, NOW.minus(Duration.ofDays(1)), 20));
  }

  @Test
  void removesOrphansWithTheAgeTheyWereFoundBy() {
    Orphan orphan = new Orphan("s3://lake/x.parquet", MEGABYTE, NOW.minus(Duration.ofDays(9)));

    MaintenancePlan plan = plan(facts(List.of(), 1, 0, true, List.of(orphan)));

    assertThat(plan.steps())
        .containsExactly(new Step.OrphanRemoval(List.of(orphan), NOW.minus(Duration.ofDays(3))));
  }

  @Test
  void deletesNothingOfATableWhoseFilesMayBeShared() {
    MaintenancePlan plan = plan(facts(List.of(), 1, 99, false, List.of()));

    assertThat(plan.steps()).isEmpty();
    assertThat(plan.skipped())
        .containsExactly(
            new Skipped("snapshots and orphans", "gc.enabled is false, so files may be shared"));
  }

  @Test
  void printsThePlanForPeople() {
    MaintenancePlan plan = plan(List.of(partition("day=1", 40, 3 * MEGABYTE, YESTERDAY)));

    assertThat(plan.describe())
        .isEqualTo(
            """
            raw.dasher_pings
              merge 40 small files (120.0 MB) of day=1 into 1, sorted; a reader opens 39 files fewer and saves 780 ms, for 13.0 s of CPU
              leave snapshots: 0 of 30 may go; from 10 on expiry pays
              leave orphans: there are none older than 72 hours\
            """);
  }

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
        new Costs(COSTS.sorted(), COSTS.packed(), COSTS.copied(), 10 * COSTS.secondsPerFile());

    List<MaintenancePlan> plans =
        new Planner(POLICY)
            .plan(List.of(facts(files, COSTS), facts("raw.order_events", files, dear)));

    assertThat(plans.get(0).table()).isEqualTo("raw.order_events");
  }

  private static MaintenancePlan plan(List<PartitionFiles> partitions) {
    return plan(facts(partitions, COSTS));
  }

  private static MaintenancePlan plan(TableFacts facts) {
    return new Planner(POLICY).plan(List.of(facts)).get(0);
  }

  private static TableFacts facts(List<PartitionFiles> partitions, Costs costs) {
    return facts("raw.dasher_pings", partitions, costs);
  }

  private static TableFacts facts(String table, List<PartitionFiles> partitions, Costs costs) {
    TableFacts facts = facts(partitions, 1, 0, true, List.of());

    return new TableFacts(
        table,
        facts.at(),
        facts.sorted(),
        facts.garbageCollected(),
        facts.targetFileBytes(),
        costs,
        facts.partitions(),
        facts.manifests(),
        facts.snapshots(),
        facts.orphans());
  }

  private static TableFacts facts(
      List<PartitionFiles> partitions,
      int manifests,
      int expirable,
      boolean collected,
      List<Orphan> orphans) {
    return new TableFacts(
        "raw.dasher_pings",
        NOW,
        true,
        collected,
        TARGET,
        COSTS,
        partitions,
        new TableFacts.Manifests(manifests, manifests * 10_000L, 8 * MEGABYTE),
        new TableFacts.Snapshots(30, expirable, NOW.minus(Duration.ofDays(1))),
        orphans);
  }

  private static PartitionFiles partition(
      String name, int smallFiles, long bytesEach, Optional<Instant> newest) {
    return new PartitionFiles(
        name,
        Expressions.alwaysTrue(),
        smallFiles,
        smallFiles * bytesEach,
        smallFiles,
        smallFiles * bytesEach,
        0,
        newest,
        Copies.NONE);
  }

  /** Each a row group, and all of one layout. */
  private static PartitionFiles copyable(
      String name, int smallFiles, long bytesEach, Optional<Instant> newest) {
    return with(
        partition(name, smallFiles, bytesEach, newest),
        smallFiles,
        new Copies(smallFiles, smallFiles * bytesEach, smallFiles, 0));
  }

  /** Small files of a megabyte each, so many of them merged by copying before. */
  private static PartitionFiles copied(
      String name, int files, int smallFiles, int due, Optional<Instant> newest) {
    int fresh = smallFiles - due;

    return with(
        partition(name, smallFiles, MEGABYTE, newest),
        files,
        new Copies(fresh, fresh * MEGABYTE, fresh, due));
  }

  private static PartitionFiles with(PartitionFiles partition, int files, Copies copies) {
    return new PartitionFiles(
        partition.name(),
        partition.filter(),
        files,
        partition.bytes(),
        partition.smallFiles(),
        partition.smallBytes(),
        partition.deleteFiles(),
        partition.newest(),
        copies);
  }

  private static TableFacts unsorted(List<PartitionFiles> partitions) {
    TableFacts facts = facts(partitions, COSTS);

    return new TableFacts(
        facts.table(),
        facts.at(),
        false,
        facts.garbageCollected(),
        facts.targetFileBytes(),
        facts.costs(),
        facts.partitions(),
        facts.manifests(),
        facts.snapshots(),
        facts.orphans());
  }

  /** Of which some rows are taken away. */
  private static PartitionFiles worn(int smallFiles, long bytesEach, int deleteFiles) {
    return new PartitionFiles(
        "",
        Expressions.alwaysTrue(),
        smallFiles,
        smallFiles * bytesEach,
        smallFiles,
        smallFiles * bytesEach,
        deleteFiles,
        JUST_NOW,
        Copies.NONE);
  }
}
