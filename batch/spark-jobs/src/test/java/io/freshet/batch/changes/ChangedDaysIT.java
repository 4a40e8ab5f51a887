package io.freshet.batch.changes;

import static io.freshet.batch.Rows.SAN_FRANCISCO;
import static io.freshet.batch.Rows.delivered;
import static io.freshet.batch.Rows.ping;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.batch.LakeFixture;
import io.freshet.batch.Rows.Delivered;
import io.freshet.batch.Rows.Ping;
import io.freshet.batch.SharedSpark;
import io.freshet.batch.delivery.DasherEfficiencyJob;
import io.freshet.batch.publish.Cause;
import io.freshet.batch.publish.NightlyReport;
import io.freshet.core.lake.CommitSummary;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.testing.selection.FullOnly;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@FullOnly
@ExtendWith(SharedSpark.class)
class ChangedDaysIT {
  /** Between any two of them come up to three runs. */
  private static final int LATE_ROUNDS = 6;

  private static final LocalDate MONDAY = LocalDate.parse("2008-05-19");
  private static final LocalDate TUESDAY = MONDAY.plusDays(1);
  private static final LocalDate WEDNESDAY = MONDAY.plusDays(2);
  private static final String OUTPUT = "dasher_efficiency";
  private static final String END_OF_WEDNESDAY = "2008-05-22T07:00:00Z";

  private final SparkSession spark;
  private final DasherEfficiencyJob job = new DasherEfficiencyJob();
  private LakeFixture lake;

  ChangedDaysIT(SparkSession spark) {
    this.spark = spark;
  }

  @BeforeEach
  void threeDaysArePublished() {
    lake = new LakeFixture(spark);
    threeDaysOfWork(lake);
    lake.runner().run(job, List.of(MONDAY, TUESDAY, WEDNESDAY));
  }

  private static void threeDaysOfWork(LakeFixture lake) {
    lake.market(SAN_FRANCISCO, "America/Los_Angeles")
        .market("tokyo", "Asia/Tokyo")
        .pings(
            ping(1, "2008-05-19T12:00:00Z"),
            ping(1, "2008-05-20T12:00:00Z"),
            ping(1, "2008-05-21T12:00:00Z"))
        .watermark("dasher_pings", END_OF_WEDNESDAY)
        .watermark("order_events", END_OF_WEDNESDAY);
  }

  @Test
  void computesNothingWhereNothingHasChanged() {
    ChangedRun.Result result = run();

    assertThat(result.plan().partitions()).isEmpty();
    assertThat(result.plan().untouched()).hasSize(3);
  }

  @Test
  void computesTheDaysThatLateRowsLieInByTheirMarketsClock() {
    lake.pings(
        ping(2, "2008-05-20T06:50:00Z"), // Monday's last minutes in San Francisco
        ping(3, "2008-05-20T20:00:00Z").in("tokyo")); // Wednesday already

    ChangedRun.Result result = run();

    assertThat(result.plan().partitions())
        .containsOnlyKeys(MONDAY, WEDNESDAY)
        .containsEntry(MONDAY, changed("raw.dasher_pings", SAN_FRANCISCO))
        .containsEntry(WEDNESDAY, changed("raw.dasher_pings", "tokyo"));
    assertThat(lake.efficiency()).hasSize(5);
  }

  @Test
  void leavesDaysOfWhichRetentionHasTakenInputs() {
    lake.retainedSince("dasher_pings", "2008-05-20T00:00:00Z");
    lake.pings(ping(2, "2008-05-19T12:00:00Z"), ping(2, "2008-05-21T12:00:00Z"));

    ChangedRun.Result result = run();

    assertThat(result.plan().partitions()).containsOnlyKeys(WEDNESDAY);
    assertThat(result.plan().untouched()).contains(MONDAY);
    assertThat(run().plan().partitions()).isEmpty();
  }

  @Test
  void plansWithoutChangingAnything() {
    lake.pings(ping(2, "2008-05-20T12:00:00Z"));
    String before = lake.iceberg(OUTPUT).properties().toString();
    ObjectNode json = new ObjectMapper().createObjectNode();

    new ChangedRun(lake.runner()).plan(job, List.of()).describe(json);

    assertThat(json)
        .hasToString(
            "{\"plan\":[{\"day\":\"2008-05-20\",\"because\":\"changed\",\"changed\":"
                + "{\"raw.dasher_pings\":[\"san_francisco\"]}}],\"untouched\":2}");
    assertThat(lake.efficiency()).hasSize(3);
    assertThat(lake.iceberg(OUTPUT).properties()).hasToString(before);
  }

  @Test
  void countsAPingJustBehindMidnightIntoBothDays() {
    lake.pings(ping(2, "2008-05-20T07:04:59Z"));

    assertThat(run().plan().partitions()).containsOnlyKeys(MONDAY, TUESDAY);
  }

  @Test
  void passesOverRowsThatCountNowhere() {
    lake.pings(ping(2, "2008-05-19T12:00:00Z").in("atlantis"))
        .delivered(delivered(7, 1L, "2008-05-10T12:00:00Z"));

    assertThat(run().plan().partitions()).isEmpty();
  }

  @Test
  void looksAtNoRowTwice() {
    lake.pings(ping(2, "2008-05-20T12:00:00Z"));
    run();

    ChangedRun.Result second = run();

    assertThat(second.plan().partitions()).isEmpty();
    long newest = lake.iceberg("dasher_pings").currentSnapshot().snapshotId();
    assertThat(lake.iceberg(OUTPUT).properties().get("freshet.inputs." + MONDAY))
        .contains(Long.toString(newest));
  }

  @Test
  void computesAgainWhatSomebodyHasDeletedFrom() {
    lake.pings(ping(2, "2008-05-20T12:00:00Z"));
    run();
    lake.query("DELETE FROM lake.raw.dasher_pings WHERE dasher_id = 2");

    ChangedRun.Result result = run();

    assertThat(result.plan().partitions()).containsOnlyKeys(TUESDAY);
    assertThat(lake.efficiency()).hasSize(3);
  }

  @Test
  void computesEveryDayWhereNobodyCanTellWhichRowsWent() {
    lake.pings(ping(2, "2008-05-20T12:00:00Z"), ping(3, "2008-05-20T12:01:00Z"));
    run();
    deleteBesideTheFiles();

    ChangedRun.Result result = run();

    assertThat(result.plan().partitions()).containsOnlyKeys(MONDAY, TUESDAY, WEDNESDAY);
    assertThat(lake.efficiency()).hasSize(4);
  }

  private void deleteBesideTheFiles() {
    lake.query(
        "ALTER TABLE lake.raw.dasher_pings SET TBLPROPERTIES"
            + " ('write.delete.mode' = 'merge-on-read')");
    lake.query("DELETE FROM lake.raw.dasher_pings WHERE dasher_id = 2");
  }

  @Test
  void passesOverDeletesThatMaintenanceHasWrittenAnew() {
    lake.pings(ping(2, "2008-05-20T12:00:00Z"), ping(3, "2008-05-20T12:01:00Z"));
    deleteBesideTheFiles();
    run();
    lake.iceberg("dasher_pings").newRowDelta().set(CommitSummary.SAME_ROWS, "true").commit();

    assertThat(run().plan().partitions()).isEmpty();
  }

  @Test
  void passesOverFilesThatMaintenanceHasMerged() {
    lake.pings(ping(2, "2008-05-20T12:00:00Z"));
    run();
    lake.query(
        "CALL lake.system.rewrite_data_files(table => 'raw.dasher_pings', options =>"
            + " map('rewrite-all', 'true'))");

    assertThat(run().plan().partitions()).isEmpty();
  }

  @Test
  void tellsByReceivedTimeWhatIsNewerThanASnapshotThatHasExpired() {
    lake.pings(ping(2, "2008-05-20T12:00:00Z").receivedAt("2100-01-01T00:00:00Z"));
    lake.expireAllButTheNewest("dasher_pings");

    assertThat(run().plan().partitions()).containsOnlyKeys(TUESDAY);
  }

  @Test
  void countsThePingsOfAMarketThatNobodyKnewBefore() {
    lake.pings(ping(2, "2008-05-20T12:00:00Z").in("berlin"));
    run();
    lake.market("berlin", "Europe/Berlin");

    ChangedRun.Result result = run();

    assertThat(result.plan().partitions())
        .containsOnlyKeys(TUESDAY)
        .containsEntry(TUESDAY, changed("raw.dasher_pings", "berlin"));
  }

  @Test
  void leavesAMarketAloneThatIsMerelyToldAgain() {
    lake.market("tokyo", "Asia/Tokyo");

    assertThat(run().plan().partitions()).isEmpty();
  }

  @Test
  void movesTheDaysOfAMarketWhoseClockIsAnotherNow() {
    lake.pings(ping(2, "2008-05-20T20:00:00Z").in("tokyo"));
    run();
    lake.market("tokyo", "America/Los_Angeles", "2008-05-22T00:00:00Z");

    ChangedRun.Result result = run();

    assertThat(result.plan().partitions()).containsOnlyKeys(TUESDAY, WEDNESDAY);
  }

  @Test
  void computesADayThatIsOverAndThatNobodyHasPublished() {
    lake.watermark("dasher_pings", "2008-05-23T07:00:00Z")
        .watermark("order_events", "2008-05-23T07:00:00Z")
        .pings(ping(1, "2008-05-22T12:00:00Z"), ping(1, "2008-05-23T12:00:00Z"));

    ChangedRun.Result result = run();

    assertThat(result.plan().partitions())
        .containsOnlyKeys(MONDAY.plusDays(3))
        .containsEntry(MONDAY.plusDays(3), Cause.MISSING);
  }

  @Test
  void leavesAReceiptThatSaysWhatMadeADayRun() {
    lake.pings(ping(2, "2008-05-20T12:00:00Z"));

    run();

    JsonNode receipt = lake.receipts(OUTPUT, TUESDAY).get(1);
    assertThat(receipt.path("ok").asBoolean()).isTrue();
    assertThat(receipt.path("because").asText()).isEqualTo("changed");
    assertThat(receipt.at("/changed/raw.dasher_pings/0").asText()).isEqualTo(SAN_FRANCISCO);
    assertThat(receipt.path("rows").asLong()).isEqualTo(2);
    assertThat(receipt.path("hash").asText()).isEqualTo(lake.hash(OUTPUT, TUESDAY));
    assertThat(receipt.at("/inputs/raw.dasher_pings/snapshot_id").asLong())
        .isEqualTo(lake.iceberg("dasher_pings").currentSnapshot().snapshotId());
    assertThat(lake.receipts(OUTPUT, MONDAY)).hasSize(1);
  }

  /** Late rows come between runs that are shuffled, repeated and killed; others never meet one. */
  @Test
  void comesToTheSameRowsWhateverTheOrderAndNumberOfRuns() {
    List<Late> late = new ArrayList<>();
    for (int i = 0; i < LATE_ROUNDS; i++) {
      late.add(new Late(10 + i, MONDAY.plusDays(i % 3), i));
    }
    Random random = new Random(4);
    Collections.shuffle(late, random);
    for (Late each : late) {
      lake.pings(each.first(), each.second()).delivered(each.delivery());
      if (random.nextBoolean()) {
        dieAfterPublishingOne();
      }
      if (random.nextBoolean()) {
        lake.runner().run(job, List.of(MONDAY.plusDays(random.nextInt(3))));
      }
      if (random.nextBoolean()) {
        run();
      }
    }
    run();
    List<String> hashes = hashes(lake);

    LakeFixture other = new LakeFixture(spark);
    threeDaysOfWork(other);
    Collections.shuffle(late, random);
    late.forEach(each -> other.pings(each.first(), each.second()).delivered(each.delivery()));
    other.runner().run(job, List.of(WEDNESDAY, MONDAY, TUESDAY));

    assertThat(hashes).isEqualTo(hashes(other)).doesNotHaveDuplicates();
  }

  private record Late(long dasher, LocalDate day, int hour) {
    Ping first() {
      return ping(dasher, "%sT1%d:00:00Z".formatted(day, hour));
    }

    Ping second() {
      return ping(dasher, "%sT1%d:02:00Z".formatted(day, hour)).carrying(dasher);
    }

    Delivered delivery() {
      return delivered(dasher, dasher, "%sT1%d:03:00Z".formatted(day, hour));
    }
  }

  /** The first day is published, and then the process is gone. */
  private void dieAfterPublishingOne() {
    NightlyReport report =
        new ChangedRun(
                lake.runner(
                    (table, committed, snapshot) -> {
                      throw new FreshetException(Fault.DEPENDENCY, "The machine went away");
                    }))
            .run(job, List.of())
            .report();
    assertThat(report.days()).isEmpty();
  }

  private static List<String> hashes(LakeFixture lake) {
    return List.of(
        lake.hash(OUTPUT, MONDAY), lake.hash(OUTPUT, TUESDAY), lake.hash(OUTPUT, WEDNESDAY));
  }

  private static Cause changed(String table, String market) {
    return Cause.changed(Map.of(table, Set.of(market)));
  }

  private ChangedRun.Result run() {
    ChangedRun.Result result = new ChangedRun(lake.runner()).run(job, List.of());
    assertThat(result.report().ok()).isTrue();

    return result;
  }
}
