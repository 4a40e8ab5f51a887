package io.freshet.maintenance;

import static io.freshet.maintenance.PingMaintenance.IN_TWO_DAYS;
import static io.freshet.maintenance.PingMaintenance.step;
import static io.freshet.maintenance.PingTable.DAY;
import static io.freshet.maintenance.PingTable.POSITION;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.core.lake.CommitSummary;
import io.freshet.core.lake.ErasedRows;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.RetainedSince;
import io.freshet.core.lake.TableWatermark;
import io.freshet.core.lake.ValuesHash;
import io.freshet.maintenance.PingTable.Identities;
import io.freshet.maintenance.plan.Policy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A table whose contract keeps rows for 30 days, with rows of 2008 and of today. */
@ExtendWith(SharedSpark.class)
class RetentionIT {
  private static final InstantSource NOW = InstantSource.system();
  private static final int DAYS = 30;
  private static final long OLD = 250;
  private static final long ALL = 350;

  private final LakeSession session;
  private final PingTable pings;
  private final PingMaintenance maintenance;

  RetentionIT(SparkSession spark, LakeSession session) {
    this.session = session;
    this.pings =
        new PingTable(spark)
            .keepsRows(DAYS)
            .commits(3, DAY)
            .commits(2, DAY.plus(1, ChronoUnit.DAYS))
            .commits(2, Instant.now().truncatedTo(ChronoUnit.DAYS));
    this.maintenance =
        new PingMaintenance(pings, session, PingMaintenance.merges(50).lettingRowsGo());
  }

  @Test
  void saysFirstWhatWouldGoAndWhy() {
    JsonNode plan = maintenance.plan(NOW);

    JsonNode expiry = plan.at("/plan/tables/0/steps/0");
    assertThat(expiry.path("kind").asText()).isEqualTo("row_expiry");
    assertThat(expiry.path("rows").asLong()).isEqualTo(OLD);
    assertThat(expiry.path("retention_seconds").asLong()).isEqualTo(DAYS * 86_400L);
    assertThat(expiry.path("what").asText())
        .startsWith("let 250 rows (5 files, ")
        .contains(
            "of event_time_day=2008-05-19, event_time_day=2008-05-20 go, which came before ",
            ": the contract keeps rows 30d");
    assertThat(pings.identities()).isEqualTo(Identities.firstOnes(ALL));
    assertThat(RetainedSince.of(pings.load().properties())).isEmpty();
  }

  @Test
  void letsOldDaysGoInOneCommitThatTheLedgerAccountsFor() {
    Table before = pings.load();
    Ledger.Entry entry = Ledger.of(before.properties()).entry(POSITION).orElseThrow();

    JsonNode receipt = maintenance.run(NOW);

    JsonNode expiry = step(receipt, "row_expiry");
    assertThat(expiry.path("failure").isMissingNode()).as(receipt.toString()).isTrue();
    assertThat(expiry.path("rows_expired").asLong()).isEqualTo(OLD);
    assertThat(expiry.path("files_expired").asLong()).isEqualTo(5);
    assertThat(receipt.at("/receipt/tables/0/others_committed").asBoolean()).isFalse();
    assertThat(pings.identities()).isEqualTo(new Identities(100, 100, OLD, ALL - 1));
    Table table = pings.load();
    Ledger ledger = Ledger.of(table.properties());
    assertThat(ledger.erased(POSITION)).isEqualTo(ErasedRows.expired(OLD, LongStream.empty()));
    Ledger.Entry after = ledger.entry(POSITION).orElseThrow();
    assertThat(after.end()).isEqualTo(entry.end());
    assertThat(after.counts().rows()).isEqualTo(ALL);
    assertThat(after.counts().values()).contains(pings.values());
    assertThat(TableWatermark.of(table.properties()))
        .isEqualTo(TableWatermark.of(before.properties()));
    assertThat(RetainedSince.of(table.properties())).contains(DAY.plus(2, ChronoUnit.DAYS));
    Snapshot snapshot = table.currentSnapshot();
    assertThat(snapshot.parentId()).isEqualTo(before.currentSnapshot().snapshotId());
    assertThat(snapshot.operation()).isEqualTo("delete");
    assertThat(snapshot.summary())
        .containsEntry(CommitSummary.EXPIRED, "250")
        .hasEntrySatisfying(
            CommitSummary.WRITER,
            writer -> assertThat(writer).startsWith("maintenance/row_expiry/"));
    assertThat(maintenance.announced()).containsExactly("delete");
  }

  @Test
  void namesTheRowsThatTheLogStillHolds() {
    maintenance.withLog(ledger -> Map.of(POSITION, 247L)).run(NOW);

    ErasedRows gone = Ledger.of(pings.load().properties()).erased(POSITION);
    assertThat(gone.count()).isEqualTo(OLD);
    assertThat(gone.expired()).isEqualTo(OLD);
    assertThat(gone.named()).containsExactly(247L, 248L, 249L);
  }

  @Test
  void keepsWhatATagRefersToWhenSnapshotsExpire() {
    Table table = pings.load();
    table.manageSnapshots().createTag("training", table.currentSnapshot().snapshotId()).commit();
    Policy expiring =
        new Policy(
            new Policy.Compaction(5, Duration.ofMinutes(15), 50, Duration.ofHours(1), 100),
            new Policy.Expiry(Duration.ofDays(1), 3000, 2, 1),
            1000,
            Duration.ofDays(3),
            true);
    PingMaintenance all = new PingMaintenance(pings, session, expiring);

    JsonNode receipt = all.run(IN_TWO_DAYS);

    assertThat(receipt.at("/ok").asBoolean()).as(receipt.toString()).isTrue();
    assertThat(step(receipt, "row_expiry").path("rows_expired").asLong()).isEqualTo(OLD);
    assertThat(step(receipt, "expiry").path("snapshots_after").asInt()).isEqualTo(2);
    assertThat(pings.identities().rows()).isEqualTo(100);
    assertThat(pings.identities(" VERSION AS OF 'training'")).isEqualTo(Identities.firstOnes(ALL));
  }

  @Test
  void keepsAllWhereNobodyKnowsHowLateItIs() {
    JsonNode receipt = maintenance.runDoubting("the clocks are a month apart");

    assertThat(step(receipt, "row_expiry").isMissingNode()).isTrue();
    assertThat(receipt.at("/plan/tables/0/skipped/0/reason").asText())
        .isEqualTo("the clocks are a month apart");
    assertThat(pings.identities()).isEqualTo(Identities.firstOnes(ALL));
  }

  @Test
  void aRowThatCameLateKeepsItsDay() {
    pings.receivedAt(Instant.now().minus(Duration.ofDays(3))).commits(1, DAY);

    JsonNode receipt = maintenance.run(NOW);

    assertThat(step(receipt, "row_expiry").path("rows_expired").asLong()).isEqualTo(100);
    assertThat(receipt.at("/plan/tables/0/skipped"))
        .filteredOn(skip -> skip.path("what").asText().equals("event_time_day=2008-05-19"))
        .first()
        .satisfies(
            skip ->
                assertThat(skip.path("reason").asText())
                    .startsWith("over for longer than the 30d that the contract keeps rows, but"));
    assertThat(pings.identities().rows()).isEqualTo(300);
  }

  @Test
  void losesNoCommitOfAWriterBesideIt() throws InterruptedException {
    try (PingWriter writer = PingWriter.start(pings, Duration.ofMillis(100))) {
      for (JsonNode receipt : maintenance.runBeside(writer, NOW)) {
        assertThat(receipt.at("/ok").asBoolean()).as(receipt.toString()).isTrue();
        assertThat(step(receipt, "row_expiry").path("rows_expired").asLong()).isPositive();
      }
    }

    Ledger ledger = Ledger.of(pings.load().properties());
    Identities held = pings.identities();
    long gone = ledger.erased(POSITION).count();
    assertThat(held.distinct()).isEqualTo(held.rows());
    assertThat(held.rows() + gone).isEqualTo(pings.offsets());
    assertThat(ledger.entry(POSITION).orElseThrow().counts().rows()).isEqualTo(pings.offsets());
    ValuesHash noted = ledger.entry(POSITION).orElseThrow().counts().values().orElseThrow();
    assertThat(pings.values()).isEqualTo(noted);
  }

  @Test
  void mergesNothingThatGoes() {
    pings.commits(20, DAY);

    JsonNode plan = maintenance.plan(IN_TWO_DAYS);

    assertThat(plan.at("/plan/tables/0/steps"))
        .extracting(each -> each.path("kind").asText())
        .containsExactly("row_expiry");
  }

  @Test
  void findsNothingMoreWhenItRunsAgain() {
    maintenance.run(NOW);
    long snapshot = pings.load().currentSnapshot().snapshotId();

    JsonNode receipt = maintenance.run(NOW);

    assertThat(step(receipt, "row_expiry").isMissingNode()).isTrue();
    assertThat(receipt.at("/plan/tables/0/skipped/0/reason").asText())
        .startsWith("none is past the 30d that the contract keeps them; the first go after ");
    assertThat(pings.load().currentSnapshot().snapshotId()).isEqualTo(snapshot);
  }
}
