package io.freshet.maintenance;

import static io.freshet.maintenance.PingMaintenance.IN_TWO_DAYS;
import static io.freshet.maintenance.PingTable.DAY;
import static io.freshet.maintenance.PingTable.NAME;
import static io.freshet.maintenance.PingTable.ROWS_PER_COMMIT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.TableWatermark;
import io.freshet.maintenance.PingTable.Identities;
import io.freshet.maintenance.plan.MaintenancePlan;
import io.freshet.maintenance.plan.Policy;
import io.freshet.maintenance.plan.Step;
import io.freshet.testing.selection.FullOnly;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Table;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Files that are merged while their partition is being written to. */
@ExtendWith(SharedSpark.class)
class CopyIT {
  private static final Policy POLICY = PingMaintenance.merges(5);
  private static final InstantSource NOW = InstantSource.system();

  private final PingTable pings;
  private final PingMaintenance maintenance;

  CopyIT(SparkSession spark, LakeSession session) {
    this.pings = new PingTable(spark);
    this.maintenance = new PingMaintenance(pings, session, POLICY);
  }

  @Test
  void areCopiedAndSortedOnceTheirPartitionIsCold() {
    pings.commits(12, DAY);
    Map<String, String> before = pings.load().properties();

    JsonNode copy = merge(maintenance.run(NOW));
    List<String> copies = pings.locations();
    Identities copied = pings.identities();
    JsonNode sort = merge(maintenance.run(IN_TWO_DAYS));

    assertThat(copy.path("copied").asBoolean()).isTrue();
    assertThat(copy.path("files_rewritten").asInt()).isEqualTo(12);
    assertThat(copy.path("row_groups_copied").asInt()).isEqualTo(12);
    assertThat(copy.path("read_files_after").asInt()).isEqualTo(1);
    assertThat(copies).singleElement().asString().contains("/copied-");
    assertThat(copied).isEqualTo(Identities.firstOnes(12 * ROWS_PER_COMMIT));
    assertThat(sort.path("copied").asBoolean()).isFalse();
    assertThat(sort.path("sorted").asBoolean()).isTrue();
    assertThat(sort.path("files_rewritten").asInt()).isEqualTo(1);
    assertThat(pings.locations()).singleElement().asString().doesNotContain("/copied-");
    assertThat(pings.identities()).isEqualTo(copied);
    assertThat(pings.load().properties())
        .containsEntry(Ledger.PROPERTY, before.get(Ledger.PROPERTY))
        .containsEntry(TableWatermark.PROPERTY, before.get(TableWatermark.PROPERTY));
  }

  @FullOnly
  @Test
  void areCopiedOnce() {
    pings.commits(12, DAY);
    maintenance.run(NOW);
    pings.commits(3, DAY);

    assertThat(merge(maintenance.run(NOW)).isMissingNode()).isTrue();
  }

  @FullOnly
  @Test
  void areSortedOnce() {
    pings.commits(12, DAY);
    maintenance.run(NOW);
    maintenance.run(IN_TWO_DAYS);

    assertThat(merge(maintenance.run(IN_TWO_DAYS)).isMissingNode()).isTrue();
  }

  @Test
  void areDecodedWhereNoTwoOfThemAreAlike() {
    pings.commits(12, DAY);
    Table table = pings.load();
    MaintenancePlan plan = maintenance.plan(table, NOW.instant());
    MaintenancePlan vain =
        new MaintenancePlan(
            plan.table(), List.of(inVain((Step.Copy) plan.steps().get(0))), List.of());

    StepResult result = maintenance.execute(vain, table).steps().get(0);

    assertThat(result.step()).isInstanceOf(Step.Compaction.class);
    assertThat(result.attempts()).isEqualTo(2);
    assertThat(result.figures()).containsEntry("files_rewritten", 12L);
    assertThat(pings.locations()).singleElement().asString().doesNotContain("/copied-");
    assertThat(pings.identities()).isEqualTo(Identities.firstOnes(600));
  }

  /** The same for files so small that there are none. */
  private static Step.Copy inVain(Step.Copy copy) {
    return new Step.Copy(
        copy.source(),
        copy.files(),
        copy.bytes(),
        copy.filesAfter(),
        copy.payoff(),
        new Step.Copy.Limits(0, copy.limits().bytes(), copy.limits().rowGroups()),
        copy.rest(),
        copy.otherwise());
  }

  @Test
  void areNeitherLostNorDoubledBesideARunningWriter() throws Exception {
    pings.commits(10, DAY);
    List<JsonNode> receipts;
    try (PingWriter writer = PingWriter.start(pings, Duration.ofMillis(100))) {
      receipts = maintenance.runBeside(writer, NOW);
    }

    assertThat(receipts).allMatch(receipt -> receipt.at("/ok").asBoolean());
    assertThat(receipts).allMatch(receipt -> merge(receipt).path("copied").asBoolean());
    maintenance.assertNothingIsLostOrDoubled();
  }

  @FullOnly
  @Test
  void startNoSpark() {
    pings.commits(12, DAY);
    try (LakeSession unstarted = LakeSession.of("none", Map.of())) {
      Report report = new PingMaintenance(pings, unstarted, POLICY).by(NOW).run(List.of(NAME));

      assertThat(report.fault()).isEmpty();
      assertThat(unstarted.isStarted()).isFalse();
    }
  }

  private static JsonNode merge(JsonNode receipt) {
    return PingMaintenance.step(receipt, "compaction");
  }
}
