package io.freshet.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.assurance.alert.Alert;
import io.freshet.console.receipts.Findings;
import io.freshet.console.receipts.ReceiptShelf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FindingTellerTest {
  private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
  private static final String LOST = "6 lost, 0 told without an event";

  private final List<Alert> told = new ArrayList<>();
  private final FindingTeller teller;
  private final Path folder;

  FindingTellerTest(@TempDir Path folder) {
    this.folder = folder;
    this.teller = teller(NOW);
  }

  private FindingTeller teller(Instant now) {
    return new FindingTeller(
        new ReceiptShelf(folder)::newestFirst, told::add, InstantSource.fixed(now));
  }

  @Test
  void tellsWhatAnAuditFoundAndThatItsDayIsWellAgain() throws IOException {
    teller.look();
    assertThat(told).isEmpty();

    receipt(60, true, "published", LOST);
    teller.look();
    teller.look();
    assertThat(told).singleElement().extracting(Alert::state).isEqualTo(Alert.State.FOUND);
    assertThat(told.get(0).table()).contains("clean.market_supply_audit");
    assertThat(told.get(0).diagnosis().orElseThrow().cause())
        .isEqualTo("2008-05-19: the stream has told all: " + LOST);

    receipt(30, true, "published", "");
    teller.look();
    assertThat(told).last().extracting(Alert::state).isEqualTo(Alert.State.SETTLED);
  }

  @Test
  void tellsWhatABackfillFoundOfEachOfItsDays() throws IOException {
    backfill(60, checked("2008-05-19", LOST) + "," + checked("2008-05-20", ""));
    teller.look();

    assertThat(told).singleElement().extracting(Alert::state).isEqualTo(Alert.State.FOUND);
    assertThat(told.get(0).diagnosis().orElseThrow().cause())
        .isEqualTo("2008-05-19: the stream has told all: " + LOST);
  }

  @Test
  void tellsThatABackfillHasMadeWellWhatANightlyFound() throws IOException {
    receipt(60, true, "published", LOST);
    teller.look();

    backfill(30, checked("2008-05-20", "") + "," + checked("2008-05-19", ""));
    teller.look();

    assertThat(told)
        .extracting(Alert::state)
        .containsExactly(Alert.State.FOUND, Alert.State.SETTLED);
  }

  @Test
  void takesNoDayForWellThatABackfillHasNotCheckedInItsLastCall() throws IOException {
    receipt(60, true, "published", LOST);
    teller.look();

    backfill(30, "{\"day\": \"2008-05-19\", \"outcome\": \"done\"}");
    teller.look();

    assertThat(told).extracting(Alert::state).containsExactly(Alert.State.FOUND);
  }

  @Test
  void leavesARefusedDayToThoseWhoWatchTheTable() throws IOException {
    receipt(60, false, "refused", LOST);

    teller.look();

    assertThat(told).isEmpty();
  }

  @Test
  void tellsNothingThatIsOlderThanAWeek() throws IOException {
    receipt(60, true, "published", LOST);

    teller(NOW.plus(Duration.ofDays(8))).look();

    assertThat(told).isEmpty();
  }

  @Test
  void countsADayUntilItIsWellAgainWhateverOtherDaysSay() throws IOException {
    receipt(60, true, "published", LOST);
    assertThat(Findings.daysByTable(new ReceiptShelf(folder).newestFirst(), NOW))
        .containsExactly(Map.entry("clean.market_supply_audit", 1L));

    receipt(30, true, "published", "");
    assertThat(Findings.daysByTable(new ReceiptShelf(folder).newestFirst(), NOW))
        .containsExactly(Map.entry("clean.market_supply_audit", 0L));
  }

  private static String checked(String day, String violation) {
    boolean ok = violation.isEmpty();

    return """
        {"day": "%s", "outcome": "done", "checks": [{"rule": "the stream has told all", "ok": %s}]%s}
        """
        .formatted(
            day,
            ok,
            ok
                ? ""
                : """
                  , "violated": [{"rule": "the stream has told all", "violation": "%s", "refuses": false}]
                  """
                    .formatted(violation));
  }

  private void backfill(long secondsAgo, String days) throws IOException {
    Files.writeString(
        folder.resolve(
            "backfill-clean.market_supply_audit-2008-05-19-2008-05-20-%d.json"
                .formatted(NOW.minusSeconds(secondsAgo).toEpochMilli())),
        """
        {"ok": true,
         "plan": {"job": "market_supply_audit", "table": "clean.market_supply_audit"},
         "receipt": {"outcome": "published", "days": [%s]}}
        """
            .formatted(days));
  }

  private void receipt(long secondsAgo, boolean ok, String outcome, String violation)
      throws IOException {
    Files.writeString(
        folder.resolve(
            "nightly-clean.market_supply_audit-2008-05-19-%d.json"
                .formatted(NOW.minusSeconds(secondsAgo).toEpochMilli())),
        """
        {"ok": %s, "job": "market_supply_audit", "table": "clean.market_supply_audit",
         "day": "2008-05-19", "outcome": "%s",
         "checks": [{"rule": "hours are 0 to 23", "ok": true},
                    {"rule": "the stream has told all", "ok": %s, "violation": "%s"}]}
        """
            .formatted(ok, outcome, violation.isEmpty(), violation));
  }
}
