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

/** A table from which rows are taken away by files of deletes. */
@ExtendWith(SharedSpark.class)
class LatestRowsIT {
  private final PingTable pings;
  private final PingMaintenance maintenance;

  LatestRowsIT(SparkSession spark, LakeSession session) {
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
