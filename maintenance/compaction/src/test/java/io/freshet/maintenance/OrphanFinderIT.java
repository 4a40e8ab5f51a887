package io.freshet.maintenance;

import static io.freshet.maintenance.PingTable.DAY;
import static io.freshet.maintenance.PingTable.ROWS_PER_COMMIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.toolkit.Fault;
import io.freshet.maintenance.plan.MaintenancePlan;
import io.freshet.maintenance.plan.Orphan;
import io.freshet.maintenance.plan.Step;
import io.freshet.testing.selection.FullOnly;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSpark.class)
class OrphanFinderIT {
  private final LakeSession session;
  private final PingTable pings;

  OrphanFinderIT(SparkSession spark, LakeSession session) {
    this.session = session;
    this.pings = new PingTable(spark);
  }

  @FullOnly
  @Test
  void saysWhichOrphansTheStoreDidNotDelete() throws IOException {
    pings.commits(2, DAY);
    DataFile stubborn = pings.oldOrphan();
    DataFile other = pings.oldOrphan();
    Table table = new StubbornStore(pings.load(), stubborn.location());
    OrphanFinder finder = new OrphanFinder(session);
    Instant olderThan = Instant.now().minus(Duration.ofDays(3));
    Step removal = new Step.OrphanRemoval(finder.find(table, olderThan), olderThan);

    StepResult result =
        new Executor(
                session,
                finder,
                new KafkaSide((name, committed, snapshot) -> {}, ledger -> Map.of()),
                new Ending())
            .execute(new MaintenancePlan("pings", List.of(removal), List.of()), table)
            .steps()
            .get(0);

    assertThat(Path.of(stubborn.location())).exists();
    assertThat(Path.of(other.location())).doesNotExist();
    assertThat(result.failure())
        .contains(
            new StepResult.Failure(
                Fault.DEPENDENCY,
                "The store did not delete 1 of 2 orphans, such as %s; the next run tries again"
                    .formatted(stubborn.location())));
    assertThat(result.figures())
        .containsEntry("files_deleted", 1L)
        .containsEntry("files_failed", 1L)
        .containsEntry("bytes_deleted", other.fileSizeInBytes());
  }

  @FullOnly
  @Test
  void findsOrphansInBatches() throws IOException {
    pings.commits(2, DAY);
    List<String> orphans = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      orphans.add(pings.oldOrphan().location());
    }
    pings.makeAllOld();
    Instant olderThan = Instant.now().minus(Duration.ofDays(3));
    OrphanFinder finder = new OrphanFinder(session, 3);

    List<Orphan> found = finder.find(pings.load(), olderThan);

    assertThat(found).extracting(Orphan::path).containsAll(orphans).doesNotHaveDuplicates();
    assertThat(finder.stillOrphans(pings.load(), found, olderThan))
        .containsExactlyInAnyOrderElementsOf(found);
    assertThat(found).extracting(Orphan::path).doesNotContainAnyElementsOf(pings.locations());
  }

  @Test
  void sparesAnOrphanThatAWriterHasCommittedMeanwhile() throws IOException {
    pings.commits(2, DAY);
    DataFile late = pings.write(ROWS_PER_COMMIT, DAY);
    PingTable.makeOld(Path.of(late.location()));
    OrphanFinder finder = new OrphanFinder(session);
    Instant olderThan = Instant.now().minus(Duration.ofDays(3));
    Table table = pings.load();
    List<Orphan> planned = finder.find(table, olderThan);

    pings.load().newAppend().appendFile(late).commit();

    assertThat(planned).hasSize(1);
    assertThat(finder.stillOrphans(table, planned, olderThan)).isEmpty();
  }
}
