package io.freshet.maintenance;

import static io.freshet.maintenance.PingTable.DAY;
import static io.freshet.maintenance.PingTable.ROWS_PER_COMMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.lake.CommitSummary;
import io.freshet.core.lake.ValuesHash;
import io.freshet.maintenance.PingTable.Identities;
import io.freshet.maintenance.deletes.DeleteConverter;
import io.freshet.maintenance.plan.MaintenancePlan;
import io.freshet.maintenance.plan.Policy;
import io.freshet.maintenance.plan.Step;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A table of large files, as it holds them, from which files of deletes take a row each away. */
@ExtendWith(SharedSpark.class)
class DeleteConversionIT {
  private static final int FILES = 6;

  private static final Policy POLICY =
      new Policy(
          new Policy.Compaction(5, Duration.ofMinutes(15), 50, Duration.ofHours(1), 100, 30),
          new Policy.Expiry(Duration.ofDays(1), 3000, 3, 1000),
          1000,
          Duration.ofDays(3));

  private final PingTable pings;
  private final PingMaintenance maintenance;

  DeleteConversionIT(SparkSession spark, LakeSession session) {
    this.pings = new PingTable(spark).commits(FILES, DAY);
    this.maintenance = new PingMaintenance(pings, session, POLICY);
    pings
        .load()
        .updateProperties()
        .set(TableProperties.WRITE_TARGET_FILE_SIZE_BYTES, "1000")
        .commit();
  }

  /** Five files of deletes, each for another file. */
  private void deleteRow(int row) {
    for (int file = 0; file < FILES - 1; file++) {
      long offset = (long) file * ROWS_PER_COMMIT + row;
      pings.delete(offset, offset + 1);
    }
  }

  @Test
  void namesPlacesOfRowsAndLeavesTheRowsWhereTheyAre() {
    deleteRow(7);
    Identities before = pings.identities();
    ValuesHash values = pings.values();
    List<String> files = pings.locations();

    StepResult result = convert();

    assertThat(result.failure()).isEmpty();
    assertThat(result.figures())
        .containsEntry("delete_files_removed", 5L)
        .containsEntry("delete_files_written", 1L)
        .containsEntry("rows_named", 5L)
        .containsEntry("read_files_after", FILES + 1L);
    assertThat(pings.identities()).isEqualTo(before);
    assertThat(pings.values()).isEqualTo(values);
    assertThat(pings.locations()).containsExactlyInAnyOrderElementsOf(files);
    assertThat(pings.load().currentSnapshot().summary())
        .containsEntry("total-equality-deletes", "0")
        .containsEntry("total-position-deletes", "5")
        .containsEntry("total-delete-files", "1")
        .containsEntry(CommitSummary.SAME_ROWS, "true");
    assertThat(plan(pings.load()).steps()).isEmpty();
  }

  @Test
  void namesAnewWhatPlacesAndValuesTakeAway() {
    deleteRow(7);
    convert();
    deleteRow(0);
    deleteRow(49);
    Identities before = pings.identities();
    ValuesHash values = pings.values();

    StepResult result = convert();

    assertThat(result.figures())
        .containsEntry("delete_files_removed", 11L)
        .containsEntry("rows_named", 15L);
    assertThat(pings.identities()).isEqualTo(before);
    assertThat(pings.values()).isEqualTo(values);
  }

  @Test
  void removesDeletesThatTakeNothingAway() {
    for (int i = 0; i < 5; i++) {
      pings.delete(10, 11);
    }
    convert();
    // Of rows that are gone already, and each applies to the file all the same.
    for (int i = 0; i < 5; i++) {
      pings.delete(10, 11);
    }

    assertThat(convert().figures()).containsEntry("rows_named", 1L);
    assertThat(pings.identities().rows()).isEqualTo(299);
  }

  @Test
  void rewritesFilesThatLoseMuch() {
    for (int i = 0; i < 5; i++) {
      pings.delete(i * 10, i * 10 + 10);
    }

    assertThat(plan(pings.load()).steps()).singleElement().isInstanceOf(Step.Compaction.class);
  }

  @Test
  void keepsWhatIsDeletedMeanwhile() {
    deleteRow(7);
    Table read = pings.load();
    Step.Conversion step = step(read);
    pings.delete(299, 300);

    converter().convert(read, step);

    assertThat(pings.identities().rows()).isEqualTo(294);
    assertThat(pings.load().currentSnapshot().summary())
        .containsEntry("total-equality-deletes", "1")
        .containsEntry("total-position-deletes", "5");
  }

  @Test
  void leavesNothingWhereAFileIsTakenAwayMeanwhile() throws IOException {
    deleteRow(7);
    Table read = pings.load();
    Step.Conversion step = step(read);
    pings.load().newDelete().deleteFile(wornFile(read).location()).commit();

    assertThatThrownBy(() -> converter().convert(read, step))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("missing data files");

    assertThat(pings.files())
        .noneMatch(file -> file.getFileName().toString().startsWith("places-"));
    assertThat(pings.load().currentSnapshot().summary())
        .containsEntry("total-equality-deletes", "5");
  }

  /** It has the rows that are gone, and what took them away by value is gone as well. */
  @Test
  void isNoticedByWhoeverRewritesAFileMeanwhile() throws IOException {
    deleteRow(7);
    Table read = pings.load();
    RewriteFiles rewrite =
        read.newRewrite()
            .validateFromSnapshot(read.currentSnapshot().snapshotId())
            .dataSequenceNumber(read.currentSnapshot().sequenceNumber())
            .deleteFile(wornFile(read))
            .addFile(pings.write(ROWS_PER_COMMIT, DAY));
    convert();

    assertThatThrownBy(rewrite::commit)
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("found new");
  }

  @Test
  void readsEachFileOfDeletesOnce() throws IOException {
    deleteRow(7);
    Table table = pings.load();

    converter().convert(table, step(table));

    Map<String, Integer> read = ((LocalFileIO) table.io()).read();
    assertThat(pings.files())
        .map(file -> file.getFileName().toString())
        .filteredOn(name -> name.startsWith("gone-"))
        .hasSize(5)
        .allSatisfy(name -> assertThat(read).containsEntry(name, 1));
  }

  /** They would stay, as the other partition needs them, and be planned for again and again. */
  @Test
  void rewritesFilesWhoseDeletesApplyToAnotherPartitionAsWell() {
    pings
        .partitions(spec -> spec.addField("market"))
        .commits(3, DAY.plus(Duration.ofDays(1)))
        .partitions(spec -> spec.removeField("market").removeField("event_time_day"));
    for (int i = 0; i < 5; i++) {
      // The last row of one day and the first of the next.
      pings.delete(299, 301);
    }
    pings.partitions(spec -> spec.addField(Expressions.day("event_time")));
    Identities before = pings.identities();
    ValuesHash values = pings.values();
    Table table = pings.load();
    MaintenancePlan plan = plan(table);

    assertThat(plan.steps())
        .hasSize(2)
        .allSatisfy(step -> assertThat(step).isInstanceOf(Step.Compaction.class));
    maintenance.execute(plan, table);

    assertThat(before.rows()).isEqualTo(448);
    assertThat(pings.identities()).isEqualTo(before);
    assertThat(pings.values()).isEqualTo(values);
    assertThat(pings.load().currentSnapshot().summary()).containsEntry("total-delete-files", "0");
    assertThat(plan(pings.load()).steps()).isEmpty();
  }

  private static DataFile wornFile(Table table) throws IOException {
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      for (FileScanTask task : tasks) {
        if (!task.deletes().isEmpty()) {
          return task.file();
        }
      }
    }
    throw new AssertionError("Nothing is deleted from " + table.name());
  }

  private StepResult convert() {
    Table table = pings.load();
    MaintenancePlan plan = plan(table);
    assertThat(plan.steps()).singleElement().isInstanceOf(Step.Conversion.class);
    TableReceipt receipt = maintenance.execute(plan, table);
    assertThat(receipt.othersCommitted()).isFalse();

    return receipt.steps().get(0);
  }

  private Step.Conversion step(Table table) {
    return (Step.Conversion) plan(table).steps().get(0);
  }

  private MaintenancePlan plan(Table table) {
    return maintenance.plan(table, Instant.now().plus(Duration.ofDays(1)));
  }

  private static DeleteConverter converter() {
    return new DeleteConverter("maintenance/test", () -> false);
  }
}
