package io.freshet.maintenance;

import static io.freshet.maintenance.PingTable.DAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.toolkit.Fault;
import io.freshet.maintenance.PingTable.Identities;
import io.freshet.maintenance.plan.MaintenancePlan;
import io.freshet.maintenance.plan.Step;
import io.freshet.testing.selection.FullOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What happens when somebody deletes the files that compaction has just read. */
@ExtendWith(SharedSpark.class)
class ConflictIT {
  private final PingTable pings;
  private final PingMaintenance maintenance;

  ConflictIT(SparkSession spark, LakeSession session) {
    this.pings = new PingTable(spark).commits(10, DAY);
    this.maintenance = new PingMaintenance(pings, session, PingMaintenance.merges(50));
  }

  @Test
  void startsOverWhenAFileIsDeletedUnderItsHands() {
    Contested table = new Contested(pings.load(), 1);

    StepResult compaction = compact(table);

    assertThat(compaction.failure()).isEmpty();
    assertThat(compaction.attempts()).isEqualTo(2);
    assertThat(compaction.figures()).containsEntry("files_rewritten", 9L);
    assertThat(pings.identities().rows()).isEqualTo(450);
    assertThat(pings.identities().distinct()).isEqualTo(450);
  }

  @FullOnly
  @Test
  void copiesAnewWhereAFileIsDeletedUnderItsHands() {
    pings.commits(45, DAY);
    Contested table = new Contested(pings.load(), 1);

    StepResult copy = step(table, Instant.now(), Step.Copy.class);

    assertThat(copy.failure()).isEmpty();
    assertThat(copy.attempts()).isEqualTo(2);
    assertThat(copy.figures()).containsEntry("files_rewritten", 54L);
    assertThat(pings.identities().rows()).isEqualTo(54 * 50);
    assertThat(pings.identities().distinct()).isEqualTo(54 * 50);
  }

  @FullOnly
  @Test
  void givesUpWithinABoundAndSaysSo() {
    Contested table = new Contested(pings.load(), 5);

    StepResult compaction = compact(table);

    assertThat(compaction.attempts()).isEqualTo(4);
    assertThat(compaction.failure()).map(StepResult.Failure::fault).contains(Fault.DEPENDENCY);
    assertThat(pings.identities()).isEqualTo(new Identities(300, 300, 200, 499));
  }

  @FullOnly
  @Test
  void takesNothingButARewriteForAConflict() {
    Table table = pings.load();
    table.updateProperties().set(TableProperties.GC_ENABLED, "false").commit();
    Step expiry = new Step.Expiry(9, Instant.now(), 3);

    StepResult result =
        maintenance
            .execute(new MaintenancePlan("pings", List.of(expiry), List.of()), table)
            .steps()
            .get(0);

    assertThat(result.attempts()).isEqualTo(1);
    assertThat(result.failure())
        .contains(
            new StepResult.Failure(
                Fault.OURS,
                "Cannot expire snapshots: GC is disabled (deleting files may corrupt other"
                    + " tables)"));
  }

  private StepResult compact(Table table) {
    return step(table, Instant.now().plus(Duration.ofDays(1)), Step.Compaction.class);
  }

  private StepResult step(Table table, Instant now, Class<? extends Step> kind) {
    MaintenancePlan plan = maintenance.plan(table, now);
    assertThat(plan.steps()).hasSize(1).first().isInstanceOf(kind);

    return maintenance.execute(plan, table).steps().get(0);
  }

  /** A table of which somebody deletes the oldest file whenever a rewrite is about to commit. */
  private static final class Contested extends BaseTable {
    private final Table others;
    private int times;

    Contested(Table table, int times) {
      super(((HasTableOperations) table).operations(), table.name());
      this.others = table;
      this.times = times;
    }

    @Override
    public RewriteFiles newRewrite() {
      if (times-- > 0) {
        others.refresh();
        others.newDelete().deleteFile(oldest().location()).commit();
      }

      return super.newRewrite();
    }

    private DataFile oldest() {
      try (var tasks = others.newScan().planFiles()) {
        List<DataFile> files = new ArrayList<>();
        tasks.forEach(task -> files.add(task.file()));

        return files.stream().min(Comparator.comparing(DataFile::dataSequenceNumber)).orElseThrow();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
