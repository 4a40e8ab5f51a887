package io.freshet.maintenance.plan;

import static io.freshet.maintenance.plan.TestFacts.MEGABYTE;
import static io.freshet.maintenance.plan.TestFacts.NOW;
import static io.freshet.maintenance.plan.TestFacts.YESTERDAY;
import static io.freshet.maintenance.plan.TestFacts.facts;
import static io.freshet.maintenance.plan.TestFacts.partition;
import static io.freshet.maintenance.plan.TestFacts.plan;
import static io.freshet.maintenance.plan.TestFacts.sharedFiles;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.maintenance.plan.MaintenancePlan.Skipped;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is planned besides merges, and how a plan reads. */
class PlannerTest {
  @Test
  void rewritesManifestsWhereFewWouldDo() {
    MaintenancePlan plan = plan(facts(List.of(), 40, 0, List.of()));

    assertThat(plan.steps())
        .extracting(Step::describe)
        .containsExactly(
            "rewrite 40 manifests (0.4 MB) into about 1; planning a query reads 39 fewer");
  }

  @Test
  void expiresOnceEnoughSnapshotsMayGo() {
    assertThat(plan(facts(List.of(), 1, 9, List.of())).steps()).isEmpty();
    assertThat(plan(facts(List.of(), 1, 10, List.of())).steps())
        .containsExactly(new Step.Expiry(10, NOW.minus(Duration.ofDays(1)), 20));
  }

  @Test
  void removesOrphansWithTheAgeTheyWereFoundBy() {
    Orphan orphan = new Orphan("s3://lake/x.parquet", MEGABYTE, NOW.minus(Duration.ofDays(9)));

    MaintenancePlan plan = plan(facts(List.of(), 1, 0, List.of(orphan)));

    assertThat(plan.steps())
        .containsExactly(new Step.OrphanRemoval(List.of(orphan), NOW.minus(Duration.ofDays(3))));
  }

  @Test
  void deletesNothingOfATableWhoseFilesMayBeShared() {
    MaintenancePlan plan = plan(sharedFiles(99));

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
}
