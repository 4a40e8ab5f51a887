package io.freshet.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.assurance.freshness.Freshness;
import io.freshet.assurance.history.BudgetUse;
import io.freshet.cli.doctor.Finding.State;
import io.freshet.core.contract.Change;
import io.freshet.core.contract.Contracts;
import io.freshet.ingestion.deadletters.HourlyRate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What checks make of tables: how late they are, what was proved and done of them, what is refused.
 */
class TableRulesTest {
  private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
  private static final Contracts SHIPPED = Contracts.read(Path.of("..", "contracts"));
  private static final String RIDES = "raw.rides";

  @Test
  void whatApplyWouldChangeIsNamed() {
    Change kept = Change.none("subject rides-value");
    Change changed =
        new Change(
            Change.Action.UPDATE, "topic rides", "message.timestamp.type: LogAppendTime", () -> {});
    Change refused = Change.refuse("table raw.rides", "column fare was a long");

    assertThat(ContractChecks.applied(List.of(kept)).state()).isEqualTo(State.OK);
    assertThat(ContractChecks.applied(List.of(kept, changed)))
        .isEqualTo(
            Finding.failed(
                "topic rides: message.timestamp.type: LogAppendTime", "./freshet contract apply"));
    assertThat(ContractChecks.applied(List.of(refused, changed)))
        .isEqualTo(
            Finding.failed(
                "table raw.rides: column fare was a long", "./freshet contract apply --dry-run"));
  }

  @ParameterizedTest
  @CsvSource({"10, FRESH, OK", "55, FRESH, WARNING", "61, LATE, FAILED"})
  void aWriterIsJudgedByWhatWaits(long seconds, Freshness.Verdict verdict, State state) {
    Finding finding = TableChecks.writer(List.of(table(seconds, verdict)), "look");

    assertThat(finding.state()).isEqualTo(state);
    assertThat(finding.seen()).contains(RIDES);
  }

  /** As an alert would name it. */
  @Test
  void theRunbookIsThatOfTheHopThatKeepsMostOfWhatIsLate() {
    Freshness parked = late("raw.dasher_pings", "log", 120);
    Freshness goesOn = table("raw.order_events", 1, Freshness.Verdict.FRESH, "log", 2);
    Freshness nightly = late("clean.dasher_efficiency", "inputs", 5);
    Freshness raw = late("raw.dasher_pings", "raw", 5);

    assertThat(runbook(parked)).isEqualTo("flink");
    assertThat(runbook(parked, goesOn)).isEqualTo("commit");
    assertThat(runbook(nightly)).isEqualTo("nightly");
    assertThat(runbook(nightly, parked)).isEqualTo("flink");
    assertThat(runbook(raw)).isEqualTo("validator");
    assertThat(runbook(goesOn)).isEqualTo("flink");
    assertThat(runbook(late("raw.dead_letters", "log", 5))).isEqualTo("flink");
  }

  private static String runbook(Freshness... tables) {
    return TableChecks.runbook(SHIPPED, List.of(tables));
  }

  @Test
  void offsetsThatWentUnreadAreCounted() {
    Map<Integer, Long> ledger = Map.of(0, 100L, 1, 50L);

    assertThat(TableChecks.behindRetention(ledger, Map.of(0, 90L, 1, 50L))).isZero();
    assertThat(TableChecks.behindRetention(ledger, Map.of(0, 107L, 1, 51L, 2, 9L))).isEqualTo(8);
    assertThat(TableChecks.retention(Map.of(), 3).state()).isEqualTo(State.OK);
    assertThat(TableChecks.retention(Map.of(RIDES, 8L), 3).seen()).contains(RIDES, "8 offsets");
  }

  @Test
  void budgetsOfADayAreTold() {
    BudgetUse calm = new BudgetUse("raw.fares", 288, 0);
    Finding over = TableChecks.budgets(List.of(calm, new BudgetUse(RIDES, 288, 3)));

    assertThat(over.state()).isEqualTo(State.WARNING);
    assertThat(over.seen())
        .isEqualTo(
            "raw.rides was over its budget for 15 min of the last 24 h (99.9 % of 30 days allow"
                + " 43 min)");
    assertThat(TableChecks.budgets(List.of(calm)))
        .isEqualTo(Finding.ok("none of 1 tables was over its budget within 24 h"));
    assertThat(TableChecks.budgets(List.of()).state()).isEqualTo(State.SKIPPED);
  }

  @Test
  void howMuchOfADayIsKnownIsTold() {
    assertThat(TableChecks.budgets(List.of(new BudgetUse(RIDES, 72, 3))).seen())
        .startsWith(
            "raw.rides was over its budget for 15 min of the last 24 h, of which 6.0 h are known;"
                + " for 60 min if all of it was alike (");
    assertThat(TableChecks.budgets(List.of(new BudgetUse(RIDES, 72, 0))).seen())
        .isEqualTo(
            "none of 1 tables was over its budget within 24 h, of which 6.0 h are known of"
                + " raw.rides");
  }

  @Test
  void theNewestProofOfATableCounts(@TempDir Path folder) throws IOException {
    assertThat(ProofChecks.proofs(ProofChecks.newest(folder), NOW).state())
        .isEqualTo(State.SKIPPED);
    Files.writeString(folder.resolve("prove-raw.rides-1795940000000.json"), "{\"ok\": false}");
    Files.writeString(folder.resolve("prove-raw.rides-1795940100000.json"), "{\"ok\": true}");
    Files.writeString(folder.resolve("maintain-1795940100000.json"), "{\"ok\": false}");
    assertThat(ProofChecks.proofs(ProofChecks.newest(folder), NOW).state()).isEqualTo(State.OK);

    Files.writeString(folder.resolve("prove-raw.fares-1795940100000.json"), "{\"ok\": false}");

    Finding broken = ProofChecks.proofs(ProofChecks.newest(folder), NOW);
    assertThat(broken.state()).isEqualTo(State.FAILED);
    assertThat(broken.seen()).startsWith("the proof of raw.fares").doesNotContain(RIDES);
  }

  @ParameterizedTest
  @CsvSource({"PT71H, OK", "PT73H, WARNING"})
  void aProofThatIsOldIsToldThoughItHeld(Duration ago, State state) {
    ProofChecks.Proved proved = new ProofChecks.Proved(RIDES, NOW.minus(ago), true);

    assertThat(ProofChecks.proofs(List.of(proved), NOW).state()).isEqualTo(state);
  }

  @Test
  void theNewestMaintenanceCounts(@TempDir Path folder) throws IOException {
    assertThat(ProofChecks.upkeep(ProofChecks.newestRound(folder), NOW).state())
        .isEqualTo(State.SKIPPED);
    Files.writeString(folder.resolve("maintain-2026-11-28T09-00-00-5Z.json"), "{\"ok\": true}");
    assertThat(ProofChecks.upkeep(ProofChecks.newestRound(folder), NOW).state())
        .isEqualTo(State.WARNING);

    Files.writeString(
        folder.resolve("maintain-2026-11-29T11-00-00-123Z-round.json"), "{\"ok\": true}");
    assertThat(ProofChecks.upkeep(ProofChecks.newestRound(folder), NOW))
        .isEqualTo(Finding.ok("maintained 60 min ago"));

    Files.writeString(folder.resolve("maintain-2026-11-29T11-30-00Z.json"), "{\"ok\": false}");
    Finding broken = ProofChecks.upkeep(ProofChecks.newestRound(folder), NOW);
    assertThat(broken.state()).isEqualTo(State.WARNING);
    assertThat(broken.seen()).contains("did not go well");
  }

  @ParameterizedTest
  @CsvSource({"100, OK", "101, WARNING"})
  void contractsBearSomeDeadLetters(long events, State state) {
    assertThat(TableChecks.letters(List.of(new HourlyRate("rides", events, 100))).state())
        .isEqualTo(state);
  }

  private static Freshness table(long seconds, Freshness.Verdict verdict) {
    return table(RIDES, seconds, verdict, "log", 5);
  }

  private static Freshness table(
      String table, long seconds, Freshness.Verdict verdict, String where, long commitAge) {
    Duration waits = Duration.ofSeconds(seconds);

    return new Freshness(
        table,
        Duration.ofSeconds(60),
        Optional.empty(),
        Optional.empty(),
        Optional.of(Duration.ofSeconds(commitAge)),
        Optional.of(waits),
        Optional.empty(),
        List.of(new Freshness.Hop(where, waits)),
        verdict);
  }

  private static Freshness late(String table, String where, long commitAge) {
    return table(table, 61, Freshness.Verdict.LATE, where, commitAge);
  }
}
