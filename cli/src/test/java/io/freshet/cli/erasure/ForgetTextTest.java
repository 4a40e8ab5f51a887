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
                  "streams": [{"topic": "pings", "gone_by": "2026-03-08T12:00:00Z"}],
                  "not_looked_at": ["Redis"]}}
                """))
        .isEqualTo(
            """
            table       rows  older snapshots  until                 kept by
            raw.pings  1,200                3  2026-03-02T12:00:00Z  dataset-eta
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
            2 rows erased; older states still know the person, see above; --expire lets them go
            Receipt forget-dasher-1.json
            """);
  }

  private static String printed(String json) throws Exception {
    StringWriter text = new StringWriter();
    ForgetText.print(new ObjectMapper().readTree(json), new PrintWriter(text));

    return text.toString().replace(System.lineSeparator(), "\n");
  }
}
