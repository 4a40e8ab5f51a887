package io.freshet.maintenance;

import static io.freshet.maintenance.PingTable.DAY;
import static io.freshet.maintenance.PingTable.NAME;
import static io.freshet.maintenance.PingTable.ROWS_PER_COMMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.TableWatermark;
import io.freshet.core.toolkit.Effort;
import io.freshet.maintenance.PingTable.Identities;
import io.freshet.maintenance.plan.MaintenancePlan;
import io.freshet.maintenance.plan.Planner;
import io.freshet.maintenance.plan.Policy;
import io.freshet.maintenance.plan.Step;
import io.freshet.testing.selection.FullOnly;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.Table;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Files that are merged while their partition is being written to. */
@ExtendWith(SharedSpark.class)
class CopyIT {
  private static final Policy POLICY =
      new Policy(
          new Policy.Compaction(5, Duration.ofMinutes(15), 5, Duration.ofHours(1), 100),
          new Policy.Expiry(Duration.ofDays(1), 3000, 3, 1000),
          1000,
          Duration.ofDays(3));

  private static final InstantSource NOW = InstantSource.system();

  /** Nothing that a test makes is hot by this clock. */
  private static final InstantSource IN_TWO_DAYS = InstantSource.offset(NOW, Duration.ofDays(2));

  private final LakeSession session;
  private final PingTable pings;

  CopyIT(SparkSession spark, LakeSession session) {
    this.session = session;
    this.pings = new PingTable(spark);
  }

  @Test
  void areCopiedAndSortedOnceTheirPartitionIsCold() {
    pings.commits(12, DAY);
    Map<String, String> before = pings.load().properties();

    JsonNode copy = merge(maintain(NOW));
    List<String> copies = pings.locations();
    Identities copied = pings.identities();
    JsonNode sort = merge(maintain(IN_TWO_DAYS));

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
    maintain(NOW);
    pings.commits(3, DAY);

    assertThat(merge(maintain(NOW)).isMissingNode()).isTrue();
  }

  @FullOnly
  @Test
  void areSortedOnce() {
    pings.commits(12, DAY);
    maintain(NOW);
    maintain(IN_TWO_DAYS);

    assertThat(merge(maintain(IN_TWO_DAYS)).isMissingNode()).isTrue();
  }

  @Test
  void areDecodedWhereNoTwoOfThemAreAlike() {
    pings.commits(12, DAY);
    Table table = pings.load();
    OrphanFinder orphans = new OrphanFinder(session);
    MaintenancePlan plan =
        new Planner(POLICY)
            .plan(
                List.of(
                    new FactsReader(POLICY, History.none(), orphans)
                        .read(NAME, table, NOW.instant())))
            .get(0);
    MaintenancePlan vain =
        new MaintenancePlan(
            plan.table(), List.of(inVain((Step.Copy) plan.steps().get(0))), List.of());

    StepResult result =
        new Executor(session, orphans, (name, committed, snapshot) -> {}, new Ending())
            .execute(vain, table)
            .steps()
            .get(0);

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
    AtomicInteger appended = new AtomicInteger();
    ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor();
    Future<?> appending =
        writer.scheduleAtFixedRate(
            () -> {
              pings.commits(1, DAY);
              appended.incrementAndGet();
            },
            0,
            100,
            TimeUnit.MILLISECONDS);
    List<JsonNode> receipts = new ArrayList<>();
    try {
      for (int run = 1; run <= 3; run++) {
        int enough = appended.get() + 8;
        await().atMost(Duration.ofMinutes(1)).until(() -> appended.get() >= enough);
        receipts.add(maintain(NOW));
      }
      assertThat(appending.isDone()).as("the writer failed").isFalse();
    } finally {
      writer.shutdown();
      assertThat(writer.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }

    assertThat(receipts).allMatch(receipt -> receipt.at("/ok").asBoolean());
    assertThat(receipts).allMatch(receipt -> merge(receipt).path("copied").asBoolean());
    assertThat(pings.identities()).isEqualTo(Identities.firstOnes(pings.offsets()));
    Ledger ledger = Ledger.of(pings.load().properties());
    assertThat(ledger.total().rows()).isEqualTo(pings.offsets());
    assertThat(TableWatermark.of(pings.load().properties()))
        .contains(DAY.plusSeconds(pings.offsets()).minus(Duration.ofMinutes(5)));
  }

  @FullOnly
  @Test
  void startNoSpark() {
    pings.commits(12, DAY);
    try (LakeSession unstarted = LakeSession.of("none", Map.of())) {
      Report report =
          new Maintenance(
                  pings.catalog(),
                  unstarted,
                  POLICY,
                  History.none(),
                  NOW,
                  (table, committed, snapshot) -> {},
                  new Ending())
              .run(List.of(NAME));

      assertThat(report.fault()).isEmpty();
      assertThat(unstarted.isStarted()).isFalse();
    }
  }

  private JsonNode maintain(InstantSource clock) {
    return new Maintenance(
            pings.catalog(),
            session,
            POLICY,
            History.none(),
            clock,
            (table, committed, snapshot) -> {},
            new Ending())
        .run(List.of(NAME))
        .full(new Effort(0, 0), "-");
  }

  private static JsonNode merge(JsonNode receipt) {
    for (JsonNode step : receipt.at("/receipt/tables/0/steps")) {
      if (step.path("kind").asText().equals("compaction")) {
        return step;
      }
    }

    return MissingNode.getInstance();
  }
}
