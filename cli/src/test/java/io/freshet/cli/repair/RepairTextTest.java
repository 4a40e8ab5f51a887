package io.freshet.cli.repair;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class RepairTextTest {
  private static final String CHANGED =
      """
      {"table": "raw.trips", "changed": true, "announced": true, "records": 9, "rows_before": 6,
       "rows_written": 7, "files_written": 1, "files_replaced": 2, "receipt": "receipts/r.json",
       "oldest_event_time": "2026-03-01T12:00:00Z", "newest_event_time": "2026-03-01T13:00:00Z",
       "stretches": [{"source": 1, "partition": 0, "from": 100, "to": 1599}]}
      """;

  @Test
  void saysByWhatNightliesAndMartsAreMadeAnew() throws Exception {
    assertThat(printed(RepairText.Kind.RECEIPT, CHANGED))
        .contains("raw.trips: 7 rows written anew in the place of 6")
        .contains("is made anew by ./freshet run nightly --changed")
        .contains("Marts see it with the next ./freshet dbt build");
  }

  @Test
  void saysNothingOfWhatIsMadeOfRowsThatAreAsTheyWere() throws Exception {
    assertThat(
            printed(
                RepairText.Kind.RECEIPT,
                CHANGED.replace("\"changed\": true", "\"changed\": false")))
        .contains("nothing was changed")
        .doesNotContain("anew by", "Marts");
  }

  private static String printed(RepairText.Kind kind, String json) throws Exception {
    StringWriter text = new StringWriter();
    RepairText.print(new ObjectMapper().readTree(json), kind, new PrintWriter(text));

    return text.toString();
  }
}
