package io.freshet.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.lake.CommitSummary;
import io.freshet.maintenance.PingTable.Identities;
import io.freshet.maintenance.plan.MaintenancePlan;
import io.freshet.maintenance.plan.Step;
import java.time.Instant;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A table from which rows are taken away by files of deletes. */
@ExtendWith(SharedSpark.class)
class LatestRowsIT {
  private final SparkSession spark;
  private final PingTable pings;
  private final PingMaintenance maintenance;

  LatestRowsIT(SparkSession spark, LakeSession session) {
    this.spark = spark;
    this.pings = new PingTable(spark).commits(6, PingTable.DAY);
    this.maintenance = new PingMaintenance(pings, session, PingMaintenance.merges(5));
  }

  @Test
  void compactionLeavesNeitherThemNorTheirFiles() {
    pings.delete(0, 60).delete(100, 101);
    // As of a checkpoint without rows; then the rewrite itself lets the last of them go.
    pings.load().newAppend().commit();
    Identities before = pings.identities();
    assertThat(before.rows()).isEqualTo(239);
    Table table = pings.load();

    TableReceipt receipt = maintenance.execute(plan(table), table);

    assertThat(receipt.steps()).singleElement().satisfies(this::removedBoth);
    assertThat(receipt.othersCommitted()).isFalse();
    assertThat(pings.identities()).isEqualTo(before);
    Snapshot newest = pings.load().currentSnapshot();
    assertThat(newest.summary()).containsEntry("total-delete-files", "0");
    assertThat(newest.summary()).containsEntry(CommitSummary.WRITER, "maintenance/compaction");
  }

  /** By places, and in format version 3 by vectors, which share a file. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void compactionLeavesNothingOfWhatSparkHasDeletedBesideTheFiles(int format) {
    spark.sql(
        "ALTER TABLE lake.raw.dasher_pings SET TBLPROPERTIES ('format-version' = '%d',"
                .formatted(format)
            + " 'write.delete.mode' = 'merge-on-read')");
    spark.sql("DELETE FROM lake.raw.dasher_pings WHERE _offset IN (3, 60, 130)");
    Identities before = pings.identities();
    assertThat(before.rows()).isEqualTo(297);
    Table table = pings.load();

    TableReceipt receipt = maintenance.execute(plan(table), table);

    assertThat(receipt.steps())
        .singleElement()
        .satisfies(step -> assertThat(step.failure()).isEmpty())
        .satisfies(step -> assertThat(step.figures()).containsEntry("delete_files_removed", 3L));
    assertThat(pings.identities()).isEqualTo(before);
    assertThat(pings.load().currentSnapshot().summary()).containsEntry("total-delete-files", "0");
  }

  private void removedBoth(StepResult result) {
    assertThat(result.failure()).isEmpty();
    assertThat(result.figures())
        .containsEntry("files_rewritten", 6L)
        .containsEntry("delete_files_removed", 2L);
  }

  private MaintenancePlan plan(Table table) {
    MaintenancePlan plan = maintenance.plan(table, Instant.now());
    assertThat(plan.steps()).singleElement().isInstanceOf(Step.Compaction.class);

    return plan;
  }
}
