package io.freshet.maintenance;

import static io.freshet.maintenance.PingTable.NAME;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.TableWatermark;
import io.freshet.core.toolkit.Effort;
import io.freshet.maintenance.PingTable.Identities;
import io.freshet.maintenance.clock.Now;
import io.freshet.maintenance.clock.RoundClock;
import io.freshet.maintenance.plan.MaintenancePlan;
import io.freshet.maintenance.plan.Planner;
import io.freshet.maintenance.plan.Policy;
import io.freshet.maintenance.retention.LogBegins;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.Table;

/** Maintains a {@link PingTable} by a policy: as a process does, or step by step. */
final class PingMaintenance {
  /** By this clock, nothing that a test makes is hot, and every snapshot is old. */
  static final InstantSource IN_TWO_DAYS =
      InstantSource.offset(InstantSource.system(), Duration.ofDays(2));

  private final PingTable pings;
  private final LakeSession session;
  private final Policy policy;
  private final OrphanFinder orphanFinder;
  private final List<String> announced = new ArrayList<>();
  private final Ending ending = new Ending();
  private LogBegins logBegins = ledger -> Map.of();

  PingMaintenance(PingTable pings, LakeSession session, Policy policy) {
    this.pings = pings;
    this.session = session;
    this.policy = policy;
    this.orphanFinder = new OrphanFinder(session);
  }

  /**
   * A policy for a few small files, by which nothing is done but to merge them.
   *
   * @param hotMinSmallFiles see there
   */
  static Policy merges(int hotMinSmallFiles) {
    return new Policy(
        new Policy.Compaction(
            5, Duration.ofMinutes(15), hotMinSmallFiles, Duration.ofHours(1), 100),
        new Policy.Expiry(Duration.ofDays(1), 3000, 3, 1000),
        1000,
        Duration.ofDays(3));
  }

  /** With a log that begins there; else it has nothing left. */
  PingMaintenance withLog(LogBegins begins) {
    logBegins = begins;

    return this;
  }

  /** Of several tables, too. */
  Maintenance by(InstantSource clock) {
    return byClock(() -> Now.of(clock.instant()));
  }

  private Maintenance byClock(RoundClock clock) {
    return new Maintenance(
        pings.catalog(),
        session,
        policy,
        History.none(),
        clock,
        new KafkaSide(
            (table, committed, snapshot) -> announced.add(snapshot.operation()), logBegins),
        ending);
  }

  /** What a dry run prints. */
  JsonNode plan(InstantSource clock) {
    return by(clock).plan(List.of(NAME)).dryRun();
  }

  /** The receipt of a run. */
  JsonNode run(InstantSource clock) {
    return by(clock).run(List.of(NAME)).full(new Effort(0, 0), "-");
  }

  /** The receipt of a run by a clock that is not to be believed. */
  JsonNode runDoubting(String why) {
    return byClock(() -> new Now(Instant.now(), Optional.of(why)))
        .run(List.of(NAME))
        .full(new Effort(0, 0), "-");
  }

  /** The receipts of three runs, before each of which a writer commits eight files. */
  List<JsonNode> runBeside(PingWriter writer, InstantSource clock) {
    List<JsonNode> receipts = new ArrayList<>();
    for (int run = 1; run <= 3; run++) {
      writer.awaitMore(8);
      receipts.add(run(clock));
    }
    assertThat(writer.hasFailed()).as("the writer failed").isFalse();

    return receipts;
  }

  MaintenancePlan plan(Table table, Instant now) {
    return new Planner(policy)
        .plan(List.of(new FactsReader(policy, History.none(), orphanFinder).read(NAME, table, now)))
        .get(0);
  }

  TableReceipt execute(MaintenancePlan plan, Table table) {
    return new Executor(
            session,
            orphanFinder,
            new KafkaSide((name, committed, snapshot) -> {}, logBegins),
            ending)
        .execute(plan, table);
  }

  /** The operations of the commits that were announced. */
  List<String> announced() {
    return announced;
  }

  Ending ending() {
    return ending;
  }

  /** A step of a receipt; missing where there was none of the kind. */
  static JsonNode step(JsonNode receipt, String kind) {
    for (JsonNode step : receipt.at("/receipt/tables/0/steps")) {
      if (step.path("kind").asText().equals(kind)) {
        return step;
      }
    }

    return MissingNode.getInstance();
  }

  /** Whether the table holds each row that was written once, and accounts for all of them. */
  void assertNothingIsLostOrDoubled() {
    assertThat(pings.identities()).isEqualTo(Identities.firstOnes(pings.offsets()));
    Ledger ledger = Ledger.of(pings.load().properties());
    assertThat(ledger.total().rows()).isEqualTo(pings.offsets());
    assertThat(TableWatermark.of(pings.load().properties()))
        .contains(PingTable.DAY.plusSeconds(pings.offsets()).minus(Duration.ofMinutes(5)));
  }
}
