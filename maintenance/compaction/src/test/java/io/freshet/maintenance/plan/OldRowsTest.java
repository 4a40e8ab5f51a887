package io.freshet.maintenance.plan;

import static io.freshet.maintenance.plan.TestFacts.COSTS;
import static io.freshet.maintenance.plan.TestFacts.JUST_NOW;
import static io.freshet.maintenance.plan.TestFacts.MEGABYTE;
import static io.freshet.maintenance.plan.TestFacts.NOW;
import static io.freshet.maintenance.plan.TestFacts.partition;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.maintenance.plan.MaintenancePlan.Skipped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** It is two in the night of March the 2nd, and the contract keeps rows for 30 days. */
class OldRowsTest {
  private static final Duration MONTH = Duration.ofDays(30);

  /** The first day that is over for longer. */
  private static final Instant OLD = Instant.parse("2026-01-31T00:00:00Z");

  private static final OldRows.Log WEEK = new OldRows.Log(Optional.of(Duration.ofDays(7)), 0);

  @Test
  void letsWholeDaysGoOnceAllOfTheirRowsAreThatOld() {
    MaintenancePlan plan = plan(part("day=01-30", OLD, OLD), part("day=02-01", at(2), at(2)));

    assertThat(plan.steps())
        .containsExactly(
            new Step.RowExpiry(
                MONTH,
                Instant.parse("2026-01-31T02:00:00Z"),
                List.of(part("day=01-30", OLD, OLD))));
    assertThat(plan.steps().get(0).describe())
        .isEqualTo(
            "let 100 rows (2 files, 3.0 MB) of day=01-30 go, which came before"
                + " 2026-01-31T02:00:00Z: the contract keeps rows 30d; what tags and branches"
                + " refer to stays");
    assertThat(reasons(plan)).isEmpty();
  }

  @Test
  void neverLetsARowGoEarly() {
    Instant edge = Instant.parse("2026-01-31T02:00:00Z");

    assertThat(plan(part("day=a", edge, edge.minusNanos(1000))).steps()).hasSize(1);
    assertThat(plan(part("day=a", edge, edge)).steps()).isEmpty();
    assertThat(plan(part("day=a", edge.plusSeconds(1), OLD)).steps()).isEmpty();
  }

  @Test
  void saysWhatKeepsADayThatIsOver() {
    MaintenancePlan plan =
        plan(
            part("day=late", OLD, at(10)),
            new OldRows.Part("day=untold", Optional.of(OLD), Optional.empty(), 1, 1, 1, false),
            new OldRows.Part("day=worn", Optional.of(OLD), Optional.of(OLD), 1, 1, 1, true),
            new OldRows.Part("kind=any", Optional.empty(), Optional.of(OLD), 1, 1, 1, false));

    assertThat(plan.steps()).isEmpty();
    assertThat(reasons(plan))
        .containsExactly(
            "over for longer than the 30d that the contract keeps rows, but some came as late as"
                + " 2026-02-10T00:00:00Z; it goes after 2026-03-12T00:00:00Z",
            "its files don't tell when its rows came, so nobody knows that they are old",
            "past the 30d that the contract keeps rows, but files of deletes take rows of it away;"
                + " it goes once it is merged",
            "nothing tells by when its time was over everywhere, so none of its rows goes by age");
  }

  @Test
  void saysWhenTheFirstGoWhereNoneDoes() {
    assertThat(reasons(plan(part("day=02-01", at(2), at(2)), part("day=02-02", at(3), at(3)))))
        .containsExactly(
            "none is past the 30d that the contract keeps them; the first go after"
                + " 2026-03-04T00:00:00Z");
    assertThat(reasons(plan())).containsExactly("there are none");
  }

  @Test
  void saysWhyATableKeepsAllOfThem() {
    OldRows rows = OldRows.kept(MONTH, "a key's newest row is the truth");

    assertThat(rows.judge(NOW).left())
        .containsExactly(new Skipped("rows", "a key's newest row is the truth"));
  }

  @Test
  void letsNoMoreGoThanTheLedgerCanNameWhileTheLogHoldsThem() {
    OldRows.Log year = new OldRows.Log(Optional.of(Duration.ofDays(365)), 250);
    OldRows.Log forEver = new OldRows.Log(Optional.empty(), 0);
    List<OldRows.Part> three =
        List.of(part("day=a", OLD, OLD), part("day=b", OLD, OLD), part("day=c", OLD, OLD));

    assertThat(due(new OldRows(MONTH, year, three, Optional.empty())))
        .containsExactly("day=a", "day=b");
    assertThat(due(new OldRows(MONTH, forEver, three, Optional.empty()))).isEmpty();
    assertThat(due(new OldRows(MONTH, WEEK, three, Optional.empty()))).hasSize(3);
    assertThat(
            new OldRows(MONTH, forEver, three, Optional.empty()).judge(NOW).left().get(0).reason())
        .contains("Kafka keeps their records longer");
  }

  @Test
  void mergesNoFilesOfWhatGoes() {
    TableFacts facts =
        withOldRows(
            List.of(
                partition("day=01-30", 200, MEGABYTE, JUST_NOW),
                partition("day=02-01", 200, MEGABYTE, JUST_NOW)),
            part("day=01-30", OLD, OLD),
            part("day=02-01", at(2), at(2)));

    MaintenancePlan plan = TestFacts.plan(facts);

    assertThat(plan.steps()).hasSize(2);
    assertThat(plan.steps().get(0)).isInstanceOf(Step.RowExpiry.class);
    assertThat(plan.steps().get(1))
        .isInstanceOfSatisfying(
            Step.Merge.class, merge -> assertThat(merge.partition()).isEqualTo("day=02-01"));
  }

  private static List<String> due(OldRows rows) {
    return rows.judge(NOW).due().stream().map(OldRows.Part::name).toList();
  }

  private static List<String> reasons(MaintenancePlan plan) {
    return plan.skipped().stream()
        .filter(skip -> !List.of("snapshots", "orphans").contains(skip.what()))
        .map(Skipped::reason)
        .toList();
  }

  @Test
  void saysWhatWouldGoWhereNobodyHasSaidThatItMay() {
    Policy policy = TestFacts.POLICY;
    Policy keeping =
        new Policy(policy.compaction(), policy.expiry(), policy.minManifests(), policy.orphanAge());

    MaintenancePlan plan =
        new Planner(keeping)
            .plan(List.of(withOldRows(List.of(), part("day=01-30", OLD, OLD))))
            .get(0);

    assertThat(plan.steps()).isEmpty();
    assertThat(reasons(plan))
        .singleElement()
        .asString()
        .endsWith("it stays, as maintenance.row-expiry is false");
  }

  @Test
  void keepsWhatIsDueWhereNobodyKnowsHowLateItIs() {
    TableFacts doubted =
        withOldRows(List.of(), part("day=01-30", OLD, OLD)).keepingRows("it may be later or not");

    MaintenancePlan plan = TestFacts.plan(doubted);

    assertThat(plan.steps()).isEmpty();
    assertThat(reasons(plan)).containsExactly("it may be later or not");
  }

  private static MaintenancePlan plan(OldRows.Part... parts) {
    return TestFacts.plan(withOldRows(List.of(), parts));
  }

  private static TableFacts withOldRows(List<PartitionFiles> partitions, OldRows.Part... parts) {
    TableFacts facts = TestFacts.facts(partitions, COSTS);

    return new TableFacts(
        facts.table(),
        facts.at(),
        facts.sorted(),
        facts.garbageCollected(),
        facts.targetFileBytes(),
        facts.costs(),
        facts.partitions(),
        facts.manifests(),
        facts.snapshots(),
        facts.orphans(),
        Optional.of(new OldRows(MONTH, WEEK, List.of(parts), Optional.empty())));
  }

  private static OldRows.Part part(String name, Instant end, Instant youngest) {
    return new OldRows.Part(
        name, Optional.of(end), Optional.of(youngest), 100, 2, 3 * MEGABYTE, false);
  }

  /** A day of February. */
  private static Instant at(int day) {
    return Instant.parse("2026-02-%02dT00:00:00Z".formatted(day));
  }
}
