package io.freshet.cli.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ForgetTextTest {
  @Test
  void aPlanSaysWhatKnowsThePersonAndThatNothingHasChanged() throws Exception {
    assertThat(
            printed(
                """
                {"ok": true, "plan": {"tables": [{"table": "raw.pings", "rows": 1200,
                  "older_snapshots": 3, "older_snapshots_until": "2026-03-02T12:00:00Z",
                  "kept_by": [{"reference": "dataset-eta"}]}],
                  "training_sets": [{"set": "eta", "erased": false}],
                  "streams": [{"topic": "pings", "gone_by": "2026-03-08T12:00:00Z"}],
                  "not_looked_at": ["Redis"]}}
                """))
        .isEqualTo(
            """
            table       rows  older snapshots  until                 kept by
            raw.pings  1,200                3  2026-03-02T12:00:00Z  dataset-eta
            Training set eta: its file has rows that were computed of the person's; --training-sets erases them
            Topic pings keeps events until 2026-03-08T12:00:00Z at the latest
            Not looked at: Redis
            Nothing has changed; --run erases these rows
            """);
  }

  @Test
  void aReceiptShowsTheQueriesThatMustFindNothing() throws Exception {
    assertThat(
            printed(
                """
                {"ok": true, "plan": {}, "receipt": {"rows_erased": 2, "complete": false,
                  "receipt": "forget-dasher-1.json", "tables": [{"table": "raw.pings",
                  "rows_erased": 2, "older_snapshots": 0, "kept_by": [], "queries":
                  [{"sql": "SELECT count(*) FROM raw.pings WHERE dasher_id = 7", "expected": 0}]}]}}
                """))
        .endsWith(
            """
            Must give 0: SELECT count(*) FROM raw.pings WHERE dasher_id = 7
            2 rows erased; older states still know the person, see above; --expire lets them go, cut drop the cuts
            Receipt forget-dasher-1.json
            """);
  }

  @Test
  void namesTablesThatOthersBuildAndByWhatTheyLoseThePerson() throws Exception {
    assertThat(
            printed(
                """
                {"ok": true, "plan": {}, "receipt": {"rows_erased": 2, "complete": false,
                  "receipt": "forget-dasher-1.json", "tables": [], "built_tables": [
                  {"table": "marts.dasher_performance", "rows": 1, "older_snapshots": 0,
                  "kept_by": [], "queries": [{"sql":
                  "SELECT count(*) FROM marts.dasher_performance WHERE dasher_id = 7",
                  "expected": 0}]},
                  {"table": "marts.other", "rows": 0, "older_snapshots": 0, "kept_by": []}]}}
                """))
        .endsWith(
            """
            Built by others, and not erased from:
            table                     rows  older snapshots  until  kept by
            marts.dasher_performance     1                0  -      -
            Must give 0: SELECT count(*) FROM marts.dasher_performance WHERE dasher_id = 7
            2 rows erased; what others built still knows the person: marts lose them by ./freshet dbt build, then run it again
            Receipt forget-dasher-1.json
            """);
  }

  @Test
  void aReceiptSaysWhatRedisHasLostAndHowToSeeIt() throws Exception {
    assertThat(
            printed(
                """
                {"ok": true, "plan": {}, "receipt": {"rows_erased": 2, "complete": true,
                  "receipt": "forget-dasher-1.json", "tables": [], "redis": {"ok": true,
                  "known": true, "documents": 1, "orders": 2, "left": 0,
                  "queries": [{"shell": "redis-cli --scan", "expected": 0}]}}}
                """))
        .endsWith(
            """
            Redis has lost 1 documents of the person, and them from 2 of orders
            Must give 0: redis-cli --scan
            2 rows erased; no state of any table knows the person any more
            Receipt forget-dasher-1.json
            """);
  }

  @Test
  void aReceiptSaysThatRedisWasAway() throws Exception {
    assertThat(
            printed(
                """
                {"ok": true, "plan": {}, "receipt": {"rows_erased": 2, "complete": false,
                  "receipt": "forget-dasher-1.json", "tables": [],
                  "redis": {"ok": false, "failure": "Cannot read Redis"}}}
                """))
        .contains("Redis did not answer: Cannot read Redis")
        .contains("2 rows erased; what Redis shows of the person is still there; run it again");
  }

  private static String printed(String json) throws Exception {
    StringWriter text = new StringWriter();
    ForgetText.print(new ObjectMapper().readTree(json), new PrintWriter(text));

    return text.toString().replace(System.lineSeparator(), "\n");
  }
}
