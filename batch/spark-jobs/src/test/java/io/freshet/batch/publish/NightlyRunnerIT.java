package io.freshet.batch.publish;

import static io.freshet.batch.Rows.SAN_FRANCISCO;
import static io.freshet.batch.Rows.delivered;
import static io.freshet.batch.Rows.ping;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.batch.LakeFixture;
import io.freshet.batch.MeddledJob;
import io.freshet.batch.SharedSpark;
import io.freshet.batch.delivery.DasherEfficiencyJob;
import io.freshet.batch.nightly.NightlyJob;
import io.freshet.batch.nightly.QualityRule;
import io.freshet.batch.publish.DayReport.Outcome;
import io.freshet.core.lake.PublishedDay;
import io.freshet.core.lake.TableWatermark;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.testing.selection.FullOnly;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSpark.class)
class NightlyRunnerIT {
  private static final LocalDate DAY = LocalDate.parse("2008-05-19");
  private static final String OUTPUT = "dasher_efficiency";

  private final LakeFixture lake;

  NightlyRunnerIT(SparkSession spark) {
    this.lake = new LakeFixture(spark);
  }

  @BeforeEach
  void twoDashersWorkOnTwoDays() {
    lake.market(SAN_FRANCISCO, "America/Los_Angeles")
        .pings(
            ping(1, "2008-05-19T12:00:00Z").carrying(7),
            ping(1, "2008-05-19T12:01:00Z").carrying(7),
            ping(1, "2008-05-19T12:01:00Z").carrying(7),
            ping(2, "2008-05-19T13:00:00Z"),
            ping(2, "2008-05-20T12:00:00Z"),
            ping(2, "2008-05-20T12:04:00Z"))
        .delivered(delivered(7, 1L, "2008-05-19T12:01:30Z"));
  }

  @Test
  void publishesTheDayAsTheOnlyNewThingOnMain() {
    DayReport report = run(DAY);

    assertThat(report.outcome()).isEqualTo(Outcome.PUBLISHED);
    assertThat(report.checks()).allMatch(check -> check.violation().isEmpty()).hasSize(8);
    assertThat(report.planned().remarks())
        .containsEntry("pings", 4L)
        .containsEntry("distinct_pings", 3L);
    assertThat(lake.efficiency())
        .containsExactly(
            "[san_francisco,1,2008-05-19,2,60,60,0,0,1,1.0000]",
            "[san_francisco,2,2008-05-19,1,0,0,0,0,0,null]");
    assertThat(lake.iceberg(OUTPUT).refs()).containsOnlyKeys(SnapshotRef.MAIN_BRANCH);
  }

  @FullOnly
  @Test
  void announcesWhatItPublished() {
    DayReport report = run(DAY);

    assertThat(lake.announced()).containsExactly(report.trace().snapshotId().orElseThrow());
  }

  @FullOnly
  @Test
  void saysWhenADayIsPublishedButNotAnnounced() {
    NightlyRunner runner =
        lake.runner(
            (table, committed, snapshot) -> {
              throw new FreshetException(Fault.DEPENDENCY, "Kafka is away");
            });

    NightlyReport report = runner.run(new DasherEfficiencyJob(), List.of(DAY));

    assertThat(report.fault()).contains(Fault.DEPENDENCY);
    assertThat(report.failed().orElseThrow().message())
        .isEqualTo(
            "2008-05-19 of clean.dasher_efficiency is published, but not announced: Kafka is away;"
                + " run the day again");
    assertThat(lake.efficiency()).hasSize(2);
  }

  @FullOnly
  @Test
  void recordsTheInputsItRestsOn() {
    lake.iceberg("dasher_pings")
        .updateProperties()
        .set(TableWatermark.PROPERTY, "2008-05-20T11:00:00Z")
        .commit();
    long pings = lake.iceberg("dasher_pings").currentSnapshot().snapshotId();

    DayReport report = run(DAY);

    Table output = lake.iceberg(OUTPUT);
    assertThat(output.snapshot(report.trace().snapshotId().orElseThrow()).summary())
        .containsEntry("freshet.day", "2008-05-19")
        .containsEntry("freshet.expected-rows", "2")
        .hasEntrySatisfying(
            "freshet.inputs",
            inputs ->
                assertThat(inputs)
                    .contains(
                        "\"%s\":{\"snapshot_id\":%d,\"watermark\":\"2008-05-20T11:00:00Z\"}"
                            .formatted(lake.table("dasher_pings"), pings)));
    PublishedDay published = PublishedDay.of(output.properties()).get(DAY);
    assertThat(published.expectedRows()).isEqualTo(2);
    assertThat(published.basis().orElseThrow().from()).isEqualTo("2008-05-19T07:00:00Z");
    assertThat(published.basis().orElseThrow().to()).isEqualTo("2008-05-20T07:00:00Z");
    assertThat(published.basis().orElseThrow().inputs())
        .hasEntrySatisfying(
            lake.table("dasher_pings").toString(),
            input -> assertThat(input.snapshotId()).isEqualTo(pings));
    assertThat(report.planned().complete()).isFalse();
  }

  @Test
  void refusesADayOfWhichRetentionHasTakenInputs() {
    run(DAY);
    List<String> whole = lake.efficiency();
    lake.retainedSince("dasher_pings", "2008-05-19T12:00:30Z");

    DayReport report = run(DAY);

    assertThat(report.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(report.checks())
        .singleElement()
        .satisfies(
            check ->
                assertThat(check.violation())
                    .hasValueSatisfying(
                        text ->
                            assertThat(text)
                                .startsWith("its rows from 2008-05-19T")
                                .endsWith(
                                    "of raw.dasher_pings from before 2008-05-19T12:00:30Z go")));
    assertThat(lake.efficiency()).isEqualTo(whole);
  }

  @Test
  void changesNothingWhenItRunsAgain() {
    run(DAY);
    List<String> first = lake.efficiency();

    run(DAY);

    assertThat(lake.efficiency()).isEqualTo(first);
  }

  @Test
  void replacesADayWhoseInputsHaveGrownAndNoOther() {
    run(DAY);
    run(DAY.plusDays(1));
    lake.pings(ping(3, "2008-05-19T18:00:00Z"), ping(3, "2008-05-20T18:00:00Z"));

    run(DAY);

    assertThat(lake.efficiency())
        .containsExactly(
            "[san_francisco,1,2008-05-19,2,60,60,0,0,1,1.0000]",
            "[san_francisco,2,2008-05-19,1,0,0,0,0,0,null]",
            "[san_francisco,3,2008-05-19,1,0,0,0,0,0,null]",
            "[san_francisco,2,2008-05-20,2,240,0,240,0,0,0.0000]");
  }

  @Test
  void leavesTheBranchAndMainAsItWasWhenACheckFails() {
    run(DAY);
    List<String> published = lake.efficiency();
    lake.pings(ping(3, "2008-05-19T18:00:00Z"));

    DayReport report = run(meddling(() -> Optional.of("3 rows where 2 are right")), DAY);

    assertThat(report.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(report.checks())
        .filteredOn(check -> check.violation().isPresent())
        .containsExactly(
            new QualityRule.Check("meddling", Optional.of("3 rows where 2 are right")));
    assertThat(lake.efficiency()).isEqualTo(published);
    assertThat(
            lake.query(
                    "SELECT * FROM lake.clean.dasher_efficiency VERSION AS OF '%s'"
                        .formatted(report.trace().branch().orElseThrow()))
                .count())
        .isEqualTo(3);
  }

  @FullOnly
  @Test
  void takesAwayWhatARunLeftBehindThatDiedBeforePublishing() {
    MeddledJob dies =
        meddling(
            () -> {
              throw new IllegalStateException("The machine went away");
            });
    NightlyReport failed = lake.runner().run(dies, List.of(DAY));
    assertThat(failed.failed().orElseThrow().message()).isEqualTo("The machine went away");
    assertThat(lake.efficiency()).isEmpty();
    assertThat(lake.iceberg(OUTPUT).refs()).hasSize(1);

    run(DAY);

    assertThat(lake.efficiency()).hasSize(2);
    assertThat(lake.iceberg(OUTPUT).refs()).containsOnlyKeys(SnapshotRef.MAIN_BRANCH);
  }

  @FullOnly
  @Test
  void publishesOnTopOfAnotherDayThatWasPublishedMeanwhile() {
    run(DAY.plusDays(2));
    MeddledJob slow =
        meddling(
            () -> {
              run(DAY.plusDays(1));

              return Optional.empty();
            });

    DayReport report = run(slow, DAY);

    assertThat(report.outcome()).isEqualTo(Outcome.PUBLISHED);
    assertThat(lake.efficiency()).hasSize(3);
    Table output = lake.iceberg(OUTPUT);
    assertThat(output.currentSnapshot().snapshotId())
        .isEqualTo(report.trace().snapshotId().orElseThrow());
    assertThat(output.currentSnapshot().summary()).containsEntry("freshet.expected-rows", "2");
    assertThat(output.properties())
        .containsKeys("freshet.expected-rows.2008-05-19", "freshet.expected-rows.2008-05-20");
    assertThat(output.refs()).containsOnlyKeys(SnapshotRef.MAIN_BRANCH);
  }

  @FullOnly
  @Test
  void computesTheDayAnewWhenAnotherRunHasTakenItOver() {
    AtomicInteger turns = new AtomicInteger();
    MeddledJob overtaken =
        meddling(
            () -> {
              if (turns.incrementAndGet() == 1) {
                run(DAY);
              }

              return Optional.empty();
            });

    DayReport report = run(overtaken, DAY);

    assertThat(turns).hasValue(2);
    assertThat(report.outcome()).isEqualTo(Outcome.PUBLISHED);
    assertThat(lake.efficiency()).hasSize(2);
    assertThat(lake.iceberg(OUTPUT).refs()).containsOnlyKeys(SnapshotRef.MAIN_BRANCH);
  }

  @FullOnly
  @Test
  void computesTheDayAnewWhenSomebodyElseHasChangedItsRows() {
    run(DAY);
    AtomicInteger turns = new AtomicInteger();
    MeddledJob overtaken =
        meddling(
            () -> {
              if (turns.incrementAndGet() == 1) {
                lake.query("DELETE FROM lake.clean.dasher_efficiency WHERE dasher_id = 2");
              }

              return Optional.empty();
            });

    run(overtaken, DAY);

    assertThat(turns).hasValue(2);
    assertThat(lake.efficiency()).hasSize(2);
  }

  @Test
  void doesNotWipeADayWhoseInputsAreGone() {
    run(DAY);
    lake.query("DELETE FROM lake.raw.dasher_pings");
    lake.query("DELETE FROM lake.raw.order_events");

    DayReport report = run(DAY);

    assertThat(report.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(lake.efficiency()).hasSize(2);
  }

  @FullOnly
  @Test
  void callsADayEmptyThatNobodyWorkedOn() {
    DayReport report = run(DAY.plusDays(9));

    assertThat(report.outcome()).isEqualTo(Outcome.EMPTY);
    assertThat(report.ok()).isTrue();
    assertThat(lake.iceberg(OUTPUT).currentSnapshot()).isNull();
  }

  @FullOnly
  @Test
  void countsWhatItCannotAttribute() {
    lake.pings(ping(9, "2008-05-19T12:00:00Z").in("atlantis"))
        .delivered(delivered(8, null, "2008-05-19T12:00:00Z"));

    DayReport report = run(DAY);

    assertThat(report.planned().remarks())
        .containsEntry("pings_of_unknown_markets", 1L)
        .containsEntry("deliveries_without_dasher", 1L);
  }

  @FullOnly
  @Test
  void saysWhatToDoWhenTheTableWasNeverMade() {
    lake.query("DROP TABLE lake.clean.dasher_efficiency");

    assertThatThrownBy(() -> run(DAY))
        .isInstanceOf(FreshetException.class)
        .hasMessage(
            "Table %s does not exist; run: freshet contract apply".formatted(lake.table(OUTPUT)));
  }

  private static MeddledJob meddling(Supplier<Optional<String>> meanwhile) {
    return new MeddledJob(new DasherEfficiencyJob(), day -> meanwhile.get());
  }

  private DayReport run(LocalDate day) {
    return run(new DasherEfficiencyJob(), day);
  }

  private DayReport run(NightlyJob job, LocalDate day) {
    return lake.runner().run(job, List.of(day)).days().get(0);
  }
}
