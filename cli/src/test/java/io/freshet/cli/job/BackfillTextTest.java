package io.freshet.cli.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class BackfillTextTest {
  private static final String PLAN =
      """
      "plan": {"table": "clean.days", "from": "2008-05-19", "to": "2008-05-21", "partitions": 3,
        "done": ["2008-05-19"], "left": ["2008-05-20", "2008-05-21"], "input_bytes": 4096000,
        "parallel": 2, "expected_seconds": 90.0}""";

  @Test
  void saysWhatThereIsToDo() throws Exception {
    assertThat(printed("{%s, \"receipt\": null}".formatted(PLAN)))
        .isEqualTo(
            """
            clean.days from 2008-05-19 to 2008-05-21: 1 of 3 partitions are done
            2 to compute, 2 at a time, from 4,000 KB; about 90 s
            """);
  }

  @Test
  void saysThatNobodyKnowsHowLongTheFirstTimeTakes() throws Exception {
    assertThat(printed("{%s, \"receipt\": null}".formatted(PLAN.replace("90.0", "null"))))
        .contains("nobody knows how long");
  }

  @Test
  void saysHowDaysDiffer() throws Exception {
    assertThat(
            printed(
                """
                {%s, "receipt": {"outcome": "published", "snapshot_id": 4711, "file": "receipts/1.json",
                  "changed_values": {"tip_minor": 1200},
                  "days": [{"day": "2008-05-19", "outcome": "done", "rows_before": 1000,
                      "rows": 1201, "added": 201, "removed": 0, "changed": 1200},
                    {"day": "2008-05-20", "outcome": "left"}]}}"""
                    .formatted(PLAN)))
        .containsPattern("2008-05-19 +done +1,000 +1,201 +201 +0 +1,200")
        .containsPattern("2008-05-20 +left")
        .contains("CHANGED  tip_minor in 1,200 rows")
        .contains("Published in clean.days as snapshot 4711", "Receipt  receipts/1.json");
  }

  @Test
  void saysWhyNothingWasPublishedAndWhereToLook() throws Exception {
    assertThat(
            printed(
                """
                {%s, "receipt": {"outcome": "refused", "branch": "backfill_days", "days": [
                  {"day": "2008-05-20", "outcome": "refused",
                    "violated": [{"rule": "one row per id", "violation": "2 rows"}]}]}}"""
                    .formatted(PLAN)))
        .contains("REFUSED  2008-05-20: one row per id: 2 rows")
        .contains("Nothing was published; look at it with SELECT * FROM clean.days FOR VERSION");
  }

  @Test
  void saysNothingWhereThereIsNoAnswer() throws Exception {
    assertThat(printed("{\"ok\": false, \"plan\": null, \"receipt\": null}")).isEmpty();
  }

  private static String printed(String result) throws Exception {
    StringWriter text = new StringWriter();
    BackfillText.print(new ObjectMapper().readTree(result), new PrintWriter(text));

    return text.toString();
  }
}
