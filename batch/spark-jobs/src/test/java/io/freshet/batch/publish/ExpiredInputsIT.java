package io.freshet.batch.publish;

import static io.freshet.batch.Rows.SAN_FRANCISCO;
import static io.freshet.batch.Rows.delivered;
import static io.freshet.batch.Rows.ping;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.batch.LakeFixture;
import io.freshet.batch.MeddledJob;
import io.freshet.batch.SharedSpark;
import io.freshet.batch.delivery.DasherEfficiencyJob;
import io.freshet.batch.nightly.NightlyJob;
import io.freshet.core.lake.PublishedDay;
import io.freshet.core.toolkit.Fault;
import io.freshet.testing.selection.FullOnly;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Maintenance lets snapshots go that a nightly still reads. */
@ExtendWith(SharedSpark.class)
class ExpiredInputsIT {
  private static final LocalDate DAY = LocalDate.parse("2008-05-19");
  private static final String OUTPUT = "dasher_efficiency";
  private static final String INPUT = "dasher_pings";

  private final LakeFixture lake;

  ExpiredInputsIT(SparkSession spark) {
    this.lake = new LakeFixture(spark);
  }

  @BeforeEach
  void dashersWorkOnTwoDays() {
    lake.market(SAN_FRANCISCO, "America/Los_Angeles")
        .pings(
            ping(1, "2008-05-19T12:00:00Z"),
            ping(2, "2008-05-19T13:00:00Z"),
            ping(2, "2008-05-20T12:00:00Z"))
        .delivered(delivered(7, 1L, "2008-05-19T12:01:30Z"));
  }

  @Test
  void goesOnFromNewerInputsWhereThoseOfItsBeginningHaveExpired() {
    MeddledJob slow =
        new MeddledJob(
            new DasherEfficiencyJob(),
            day -> {
              if (lake.efficiency().isEmpty()) {
                expire();
              }

              return Optional.empty();
            });

    NightlyReport report = lake.runner().run(slow, List.of(DAY, DAY.plusDays(1)));

    assertThat(report.failed()).isEmpty();
    assertThat(report.days()).extracting(DayReport::rows).containsExactly(2L, 2L);
    assertThat(
            PublishedDay.of(lake.iceberg(OUTPUT).properties())
                .get(DAY.plusDays(1))
                .basis()
                .orElseThrow()
                .inputs()
                .get(lake.table(INPUT).toString())
                .snapshotId())
        .isEqualTo(lake.iceberg(INPUT).currentSnapshot().snapshotId());
  }

  @FullOnly
  @Test
  void saysWhatToDoWhereADayTakesLongerThanItsInputsStay() {
    NightlyReport report = lake.runner().run(expiring(rows -> rows), List.of(DAY));

    assertThat(report.fault()).contains(Fault.DEPENDENCY);
    assertThat(report.failed().orElseThrow().message())
        .startsWith("Cannot compute 2008-05-19 of dasher_efficiency: it takes longer")
        .contains(" of raw.dasher_pings is gone")
        .contains("maintenance.max-snapshots");
  }

  @Test
  void tellsAFailureThatHasNothingToDoWithThatAsItIs() {
    NightlyJob wrong =
        expiring(
            rows -> {
              throw new IllegalStateException("a mistake in the job");
            });

    NightlyReport report = lake.runner().run(wrong, List.of(DAY));

    assertThat(report.fault()).contains(Fault.OURS);
    assertThat(report.failed().orElseThrow().message()).isEqualTo("a mistake in the job");
  }

  /** A job whose inputs expire in each try, before its rows are made of them. */
  private NightlyJob expiring(UnaryOperator<Dataset<Row>> rule) {
    return new MeddledJob(new DasherEfficiencyJob(), day -> Optional.empty())
        .withRows(
            rows -> {
              expire();

              return rule.apply(rows);
            });
  }

  private void expire() {
    lake.pings(ping(3, "2008-05-20T18:00:00Z"));
    lake.expireAllButTheNewest(INPUT);
  }
}
