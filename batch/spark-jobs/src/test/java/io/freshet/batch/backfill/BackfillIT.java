package io.freshet.batch.backfill;

import static io.freshet.batch.Rows.SAN_FRANCISCO;
import static io.freshet.batch.Rows.ping;
import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.batch.LakeFixture;
import io.freshet.batch.MeddledJob;
import io.freshet.batch.SharedSpark;
import io.freshet.batch.delivery.DasherEfficiencyJob;
import io.freshet.batch.nightly.NightlyJob;
import io.freshet.core.lake.PublishedDay;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.testing.selection.FullOnly;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Types;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSpark.class)
class BackfillIT {
  private static final LocalDate MONDAY = LocalDate.parse("2008-05-19");
  private static final LocalDate TUESDAY = MONDAY.plusDays(1);
  private static final LocalDate WEDNESDAY = MONDAY.plusDays(2);
  private static final LocalDate THURSDAY = MONDAY.plusDays(3);
  private static final String OUTPUT = "dasher_efficiency";

  private final LakeFixture lake;
  private final DasherEfficiencyJob job = new DasherEfficiencyJob();
  private final List<LocalDate> checked = new ArrayList<>();

  BackfillIT(SparkSession spark) {
    this.lake = new LakeFixture(spark);
  }

  @BeforeEach
  void oneDasherWorksOnThreeDays() {
    lake.market(SAN_FRANCISCO, "America/Los_Angeles")
        .pings(
            ping(1, "2008-05-19T12:00:00Z"),
            ping(1, "2008-05-20T12:00:00Z"),
            ping(1, "2008-05-21T12:00:00Z"));
  }

  /** Days of one branch are written at the same time, and none gets lost. */
  @Test
  void publishesAllDaysInOneCommitAndSaysHowTheyDiffer() throws Exception {
    lake.runner().run(job, List.of(MONDAY, TUESDAY));
    lake.pings(ping(1, "2008-05-20T12:02:00Z"), ping(2, "2008-05-20T13:00:00Z"));
    long before = lake.iceberg(OUTPUT).currentSnapshot().snapshotId();

    BackfillReport report =
        lake.backfill()
            .run(
                new Backfill.Order(
                    Stretch.of(job, MONDAY, THURSDAY), Optional.of("phones came back"), 4));

    assertThat(report.outcome()).isEqualTo(BackfillReport.Outcome.PUBLISHED);
    Table output = lake.iceberg(OUTPUT);
    Snapshot published = output.currentSnapshot();
    assertThat(published.parentId()).isEqualTo(before);
    assertThat(PublishedDay.expectedIn(published.summary()))
        .isEqualTo(Map.of(MONDAY, 1L, TUESDAY, 2L, WEDNESDAY, 1L));
    assertThat(published.summary()).containsEntry("freshet.because", "phones came back");
    assertThat(PublishedDay.of(output.properties())).containsOnlyKeys(MONDAY, TUESDAY, WEDNESDAY);
    assertThat(output.refs()).containsOnlyKeys(SnapshotRef.MAIN_BRANCH);
    assertThat(lake.announced()).endsWith(published.snapshotId());
    assertThat(lake.efficiency()).hasSize(4);

    JsonNode receipt =
        new ObjectMapper().readTree(Path.of(report.kept().orElseThrow().file()).toFile());
    assertThat(receipt.at("/plan/left").size()).isEqualTo(4);
    assertThat(receipt.at("/plan/input_bytes").asLong()).isPositive();
    assertThat(receipt.at("/plan/expected_seconds").asDouble()).isPositive();
    JsonNode days = receipt.at("/receipt/days");
    assertThat(days.at("/0").path("changed").asLong()).isZero();
    assertThat(days.at("/0").path("hash")).isEqualTo(days.at("/0").path("hash_before"));
    assertThat(days.at("/1").path("added").asLong()).isEqualTo(1);
    assertThat(days.at("/1").path("changed").asLong()).isEqualTo(1);
    assertThat(days.at("/1/changed_values").fieldNames())
        .toIterable()
        .contains("pings", "online_seconds")
        .doesNotContain("deliveries");
    assertThat(days.at("/1").path("hash").asText()).isEqualTo(lake.hash(OUTPUT, TUESDAY));
    assertThat(days.at("/2").path("added").asLong()).isEqualTo(1);
    assertThat(days.at("/3").path("outcome").asText()).isEqualTo("left");
    assertThat(receipt.at("/receipt/rows_before").asLong()).isEqualTo(2);
    assertThat(receipt.at("/receipt/rows").asLong()).isEqualTo(4);
  }

  @Test
  void goesOnWhereItWasKilledAndShowsNothingBefore() {
    NightlyJob diesOnTuesday = meddled(day -> dieOn(TUESDAY, day));
    NightlyJob diesOnWednesday = meddled(day -> dieOn(WEDNESDAY, day));

    assertThatThrownBy(() -> lake.backfill().run(order(diesOnTuesday, WEDNESDAY)))
        .isInstanceOf(FreshetException.class)
        .hasMessage(
            "2008-05-20 failed: The machine went away;"
                + " what is done stays on the branch, and the same call goes on from there");
    assertThat(lake.efficiency()).isEmpty();
    BackfillPlan plan = lake.backfill().plan(order(job, WEDNESDAY));
    assertThat(plan.done()).containsExactly(MONDAY);
    assertThat(plan.left()).containsExactly(TUESDAY, WEDNESDAY);
    assertThatThrownBy(() -> lake.backfill().run(order(diesOnWednesday, WEDNESDAY)))
        .hasMessageStartingWith("2008-05-21 failed: ");
    assertThat(lake.efficiency()).isEmpty();

    Backfill unheard =
        lake.backfill(
            (table, committed, snapshot) -> {
              throw new FreshetException(Fault.DEPENDENCY, "Kafka is away");
            });

    assertThatThrownBy(() -> unheard.run(order(meddled(day -> {}), WEDNESDAY)))
        .isInstanceOf(FreshetException.class)
        .hasMessageContaining("is published as ")
        .hasMessageContaining("but not announced: Kafka is away");
    assertThat(checked).containsExactly(MONDAY, TUESDAY, TUESDAY, WEDNESDAY, WEDNESDAY);
    List<String> rows = lake.efficiency();
    lake.runner().run(job, List.of(MONDAY, TUESDAY, WEDNESDAY));
    assertThat(rows).hasSize(3).isEqualTo(lake.efficiency());
  }

  @FullOnly
  @Test
  void computesADayAnewThatANightlyHasChangedMeanwhileAndNoOther() {
    NightlyJob besideNightlies =
        meddled(
            day -> {
              if (day.equals(TUESDAY)) {
                lake.pings(ping(2, "2008-05-19T13:00:00Z"));
                lake.runner().run(job, List.of(MONDAY, WEDNESDAY));
              }
            });

    BackfillReport report = lake.backfill().run(order(besideNightlies, TUESDAY));

    assertThat(report.tries().recomputed()).isEqualTo(1);
    assertThat(checked).containsExactly(MONDAY, TUESDAY, MONDAY);
    assertThat(lake.efficiency()).hasSize(4);
    assertThat(PublishedDay.of(lake.iceberg(OUTPUT).properties())).hasSize(3);
  }

  @FullOnly
  @Test
  void letsANightlyStartOverThatItOvertakes() {
    NightlyJob slow =
        meddled(
            day -> {
              if (checked.size() == 1) {
                lake.backfill().run(order(job, MONDAY));
              }
            });

    lake.runner().run(slow, List.of(MONDAY));

    assertThat(checked).containsExactly(MONDAY, MONDAY);
    assertThat(lake.efficiency()).hasSize(1);
  }

  @FullOnly
  @Test
  void publishesNothingWhereADayIsRefusedAndKeepsWhatIsDoneFromExpiry() {
    lake.runner().run(job, List.of(MONDAY));
    lake.pings(ping(2, "2008-05-19T13:00:00Z"));
    MeddledJob wrong =
        new MeddledJob(job, day -> day.equals(TUESDAY) ? Optional.of("too few") : Optional.empty());

    BackfillReport refused = lake.backfill().run(order(wrong, TUESDAY));

    assertThat(refused.ok()).isFalse();
    JsonNode day = refused.describe().at("/receipt/days/1");
    assertThat(day.path("outcome").asText()).isEqualTo("refused");
    assertThat(day.at("/violated/0/violation").asText()).isEqualTo("too few");
    assertThat(lake.efficiency()).hasSize(1);

    lake.iceberg(OUTPUT).expireSnapshots().expireOlderThan(Long.MAX_VALUE).commit();
    assertThat(lake.backfill().run(order(meddled(each -> {}), TUESDAY)).ok()).isTrue();
    assertThat(checked).containsExactly(TUESDAY);
    assertThat(lake.efficiency()).hasSize(3);
  }

  /** What lay on the branch before the column came lacks it, and is computed again. */
  @FullOnly
  @Test
  void fillsANewColumnOverHistory() {
    lake.runner().run(job, List.of(MONDAY, TUESDAY));
    assertThatThrownBy(
            () -> lake.backfill().run(order(meddled(day -> dieOn(TUESDAY, day)), TUESDAY)))
        .hasMessageStartingWith("2008-05-20 failed: ");
    lake.iceberg(OUTPUT).updateSchema().addColumn("offline_pings", Types.LongType.get()).commit();
    checked.clear();
    NightlyJob derives =
        meddled(day -> {}).withRows(rows -> rows.withColumn("offline_pings", col("pings")));

    BackfillReport report = lake.backfill().run(order(derives, TUESDAY));

    assertThat(checked).containsExactly(MONDAY, TUESDAY);
    assertThat(report.describe().at("/receipt/changed_values"))
        .hasToString("{\"offline_pings\":2}");
    assertThat(
            lake.query("SELECT * FROM lake.clean.dasher_efficiency WHERE offline_pings = pings")
                .count())
        .isEqualTo(2);
  }

  @FullOnly
  @Test
  void leavesATableAloneWhoseInputsHoldNoneOfTheDays() {
    lake.runner().run(job, List.of(MONDAY));
    lake.query("DELETE FROM lake.raw.dasher_pings");

    BackfillReport report = lake.backfill().run(order(job, MONDAY));

    assertThat(report.outcome()).isEqualTo(BackfillReport.Outcome.EMPTY);
    assertThat(lake.efficiency()).hasSize(1);
    assertThat(lake.iceberg(OUTPUT).refs()).containsOnlyKeys(SnapshotRef.MAIN_BRANCH);
  }

  private static Backfill.Order order(NightlyJob job, LocalDate last) {
    return new Backfill.Order(Stretch.of(job, MONDAY, last), Optional.empty(), 1);
  }

  /** The job, with something that happens while a day is checked. */
  private MeddledJob meddled(Consumer<LocalDate> meanwhile) {
    return new MeddledJob(
        job,
        day -> {
          checked.add(day);
          meanwhile.accept(day);

          return Optional.empty();
        });
  }

  private static void dieOn(LocalDate wanted, LocalDate day) {
    if (day.equals(wanted)) {
      throw new IllegalStateException("The machine went away");
    }
  }
}
