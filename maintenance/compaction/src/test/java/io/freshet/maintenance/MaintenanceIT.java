package io.freshet.maintenance;

import static io.freshet.maintenance.PingMaintenance.IN_TWO_DAYS;
import static io.freshet.maintenance.PingMaintenance.step;
import static io.freshet.maintenance.PingTable.DAY;
import static io.freshet.maintenance.PingTable.NAME;
import static io.freshet.maintenance.PingTable.ROWS_PER_COMMIT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.TableWatermark;
import io.freshet.core.toolkit.Effort;
import io.freshet.core.toolkit.Fault;
import io.freshet.maintenance.PingTable.Identities;
import io.freshet.maintenance.plan.Costs;
import io.freshet.maintenance.plan.Policy;
import io.freshet.testing.selection.FullOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSpark.class)
class MaintenanceIT {
  private static final Policy POLICY =
      new Policy(
          new Policy.Compaction(5, Duration.ofMinutes(15), 50, Duration.ofHours(1), 100),
          new Policy.Expiry(Duration.ofDays(1), 3000, 3, 1),
          5,
          Duration.ofDays(3));

  private final SparkSession spark;
  private final LakeSession session;
  private final PingTable pings;
  private final PingMaintenance maintenance;

  MaintenanceIT(SparkSession spark, LakeSession session) {
    this.spark = spark;
    this.session = session;
    this.pings = new PingTable(spark);
    this.maintenance = new PingMaintenance(pings, session, POLICY);
  }

  @Test
  void mergesSmallFilesIntoOneThatIsSorted() {
    pings.commits(12, DAY).commits(8, DAY.plus(Duration.ofDays(1)));

    JsonNode receipt = maintenance.run(IN_TWO_DAYS);

    JsonNode table = receipt.at("/receipt/tables/0");
    assertThat(table.at("/before/files").asInt()).isEqualTo(20);
    assertThat(table.at("/after/files").asInt()).isEqualTo(2);
    assertThat(table.at("/after/rows").asLong()).isEqualTo(1000);
    assertThat(table.at("/after/manifests").asInt())
        .isLessThan(table.at("/before/manifests").asInt());
    assertThat(pings.identities()).isEqualTo(Identities.firstOnes(1000));
    List<Row> rows =
        spark
            .sql(
                "SELECT dasher_id, event_time, _file FROM lake.raw.dasher_pings ORDER BY _file,"
                    + " _pos")
            .collectAsList();
    assertThat(rows)
        .isSortedAccordingTo(
            Comparator.comparing((Row row) -> row.getString(2))
                .thenComparing(row -> row.getLong(0))
                .thenComparing(row -> row.getInstant(1)));
  }

  @FullOnly
  @Test
  void takesTheTimeOfAReadingBeforeAndAfter() {
    pings.commits(12, DAY);

    JsonNode step = step(maintenance.run(IN_TWO_DAYS), "compaction");

    assertThat(step.path("read_files_before").asInt()).isEqualTo(12);
    assertThat(step.path("read_files_after").asInt()).isEqualTo(1);
    assertThat(step.path("read_microseconds_before").asLong()).isPositive();
    assertThat(step.path("read_microseconds_after").asLong()).isPositive();
    assertThat(step.path("sorted").asBoolean()).isTrue();
    assertThat(step.path("expected_cpu_seconds").asDouble()).isPositive();
  }

  @FullOnly
  @Test
  void announcesItsOwnCommitsAndNobodyElses() {
    pings.commits(12, DAY);

    maintenance.run(IN_TWO_DAYS);

    assertThat(maintenance.announced()).isNotEmpty().containsOnly("replace");
    assertThat(maintenance.announced()).hasSize(replaces());
  }

  private int replaces() {
    int replaces = 0;
    for (Snapshot snapshot : pings.load().snapshots()) {
      replaces += snapshot.operation().equals("replace") ? 1 : 0;
    }

    return replaces;
  }

  @FullOnly
  @Test
  void findsNothingMoreToDoWhenItRunsAgain() {
    pings.commits(12, DAY);
    maintenance.run(IN_TWO_DAYS);

    JsonNode plan = maintenance.plan(IN_TWO_DAYS).at("/plan/tables/0/steps");

    assertThat(plan).extracting(step -> step.path("kind").asText()).doesNotContain("compaction");
  }

  @Test
  void keepsLedgerAndWatermarkToTheByte() {
    pings.commits(12, DAY);
    Map<String, String> before = pings.load().properties();

    maintenance.run(IN_TWO_DAYS);

    assertThat(pings.load().properties())
        .containsEntry(Ledger.PROPERTY, before.get(Ledger.PROPERTY))
        .containsEntry(TableWatermark.PROPERTY, before.get(TableWatermark.PROPERTY));
  }

  @FullOnly
  @Test
  void leavesWhatIsBeingWrittenToAlone() {
    pings.commits(12, DAY);

    JsonNode plan = maintenance.plan(InstantSource.system());

    assertThat(plan.at("/plan/tables/0/steps"))
        .extracting(step -> step.path("kind").asText())
        .doesNotContain("compaction");
    assertThat(plan.at("/plan/tables/0/skipped/0/reason").asText())
        .isEqualTo("12 small files and still being written to; from 50 on merging pays even now");
  }

  @Test
  void changesNothingInADryRun() throws IOException {
    pings.commits(12, DAY);
    long snapshot = pings.load().currentSnapshot().snapshotId();
    List<Path> files = pings.files();

    JsonNode plan = maintenance.plan(IN_TWO_DAYS);

    assertThat(plan.at("/plan/tables/0/steps").size()).isPositive();
    assertThat(plan.at("/receipt").isNull()).isTrue();
    assertThat(pings.load().currentSnapshot().snapshotId()).isEqualTo(snapshot);
    assertThat(pings.files()).isEqualTo(files);
  }

  @Test
  void expiresSnapshotsButNoneThatATagOrABranchHolds() {
    pings.commits(6, DAY);
    Table table = pings.load();
    long tagged = table.currentSnapshot().snapshotId();
    table.manageSnapshots().createTag("training", tagged).createBranch("audit").commit();
    pings.commits(8, DAY);

    JsonNode receipt = maintenance.run(IN_TWO_DAYS);

    assertThat(receipt.at("/receipt/tables/0/after/snapshots").asInt()).isLessThan(10);
    assertThat(pings.load().snapshot(tagged)).isNotNull();
    assertThat(pings.identities(" VERSION AS OF 'training'")).isEqualTo(Identities.firstOnes(300));
    assertThat(pings.identities(" VERSION AS OF 'audit'")).isEqualTo(Identities.firstOnes(300));
    assertThat(pings.identities()).isEqualTo(Identities.firstOnes(700));
  }

  @Test
  void removesOldOrphansAndNothingElse() throws IOException {
    pings.commits(6, DAY);
    Table table = pings.load();
    table.manageSnapshots().createTag("training", table.currentSnapshot().snapshotId()).commit();
    Path orphan = Path.of(pings.write(ROWS_PER_COMMIT, DAY).location());
    PingTable.Identities before = pings.identities();
    // A listing by prefix would list the sibling's files too, were it not for the slash.
    Table sibling = pings.catalog().createTable(PingTable.SIBLING, table.schema());
    Path siblingsOrphan = Path.of(sibling.location()).resolve("x.parquet");
    Files.createFile(siblingsOrphan);
    pings.makeAllOld();
    PingTable.makeOld(siblingsOrphan);
    Path inFlight = Path.of(pings.write(ROWS_PER_COMMIT, DAY).location());

    JsonNode receipt = maintenance.run(InstantSource.system());

    assertThat(orphan).doesNotExist();
    assertThat(inFlight).exists();
    assertThat(siblingsOrphan).exists();
    assertThat(pings.identities()).isEqualTo(before);
    assertThat(pings.identities(" VERSION AS OF 'training'")).isEqualTo(before);
    JsonNode removal = step(receipt, "orphan_removal");
    assertThat(removal.path("files_deleted").asInt()).isPositive();
    assertThat(removal.path("bytes_deleted").asLong()).isPositive();
    assertThat(receipt.at("/ok").asBoolean()).isTrue();
  }

  @FullOnly
  @Test
  void mergesOfAGiantPartitionOnlyWhatTheBudgetAllows() {
    pings.commits(12, DAY);
    long bytes =
        new FactsReader(POLICY, History.none(), new OrphanFinder(session))
            .read(NAME, pings.load(), Instant.now())
            .partitions()
            .get(0)
            .smallBytes();
    double cpuSeconds = Costs.ASSUMED.sorted().cpuSeconds(bytes * 55 / 100);
    Duration budget = Duration.ofNanos((long) (cpuSeconds * 1e9));
    Policy thrifty =
        new Policy(
            new Policy.Compaction(5, Duration.ofMinutes(15), 50, budget, 100),
            POLICY.expiry(),
            POLICY.minManifests(),
            POLICY.orphanAge());

    JsonNode receipt = new PingMaintenance(pings, session, thrifty).run(IN_TWO_DAYS);

    assertThat(step(receipt, "compaction").path("files_rewritten").asInt()).isEqualTo(6);
    assertThat(receipt.at("/receipt/tables/0/after/files").asInt()).isEqualTo(7);
    assertThat(pings.identities()).isEqualTo(Identities.firstOnes(600));
  }

  @Test
  void losesAndDoublesNothingBesideARunningWriter() throws Exception {
    pings.commits(10, DAY);
    PingWriter writer = PingWriter.start(pings, Duration.ofMillis(200));
    List<JsonNode> receipts;
    try (writer) {
      receipts = maintenance.runBeside(writer, IN_TWO_DAYS);
    }

    assertThat(receipts).allMatch(receipt -> receipt.at("/ok").asBoolean());
    assertThat(receipts).allMatch(receipt -> step(receipt, "compaction").has("files_written"));
    assertThat(receipts).anyMatch(receipt -> step(receipt, "expiry").has("snapshots_after"));
    assertThat(receipts)
        .anyMatch(receipt -> receipt.at("/receipt/tables/0/others_committed").asBoolean());
    assertThat(pings.offsets()).isEqualTo((10L + writer.commits()) * ROWS_PER_COMMIT);
    maintenance.assertNothingIsLostOrDoubled();
  }

  @FullOnly
  @Test
  void maintainsTheOtherTablesWhenOneCannotBe() {
    pings.commits(12, DAY);

    Report report =
        maintenance.by(IN_TWO_DAYS).run(List.of(TableIdentifier.of("raw", "nowhere"), NAME));

    assertThat(report.fault()).contains(Fault.CALLER);
    assertThat(report.isIdle()).isFalse();
    assertThat(report.isDamaged()).isFalse();
    assertThat(report.summary()).matches("tables=2 steps=[1-9] failures=1");
    JsonNode tables = report.full(new Effort(0, 0), "-").at("/receipt/tables");
    assertThat(tables.at("/0/after/files").asInt()).isEqualTo(1);
    assertThat(tables.at("/1/failure").asText())
        .isEqualTo("Table raw.nowhere does not exist; run: freshet contract apply");
  }

  @FullOnly
  @Test
  void plansNothingOnceItWasToldToEnd() {
    pings.commits(12, DAY);
    maintenance.ending().ask();

    JsonNode receipt = maintenance.run(IN_TWO_DAYS);

    assertThat(receipt.at("/plan/tables")).isEmpty();
    assertThat(receipt.at("/receipt/tables")).isEmpty();
  }

  @Test
  void beginsNothingThatIsPlannedOnceItWasToldToEnd() {
    pings.commits(12, DAY);
    InstantSource toldWhilePlanning =
        () -> {
          maintenance.ending().ask();

          return IN_TWO_DAYS.instant();
        };

    JsonNode receipt = maintenance.run(toldWhilePlanning);

    assertThat(receipt.at("/plan/tables/0/steps")).isNotEmpty();
    assertThat(receipt.at("/receipt/tables")).isEmpty();
    assertThat(receipt.at("/receipt/left/0").asText()).isEqualTo(NAME.toString());
  }

  @FullOnly
  @Test
  void findsEveryTableOfTheCatalog() {
    assertThat(maintenance.by(IN_TWO_DAYS).allTables()).contains(NAME);
  }
}
