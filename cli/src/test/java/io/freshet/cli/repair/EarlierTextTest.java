package io.freshet.cli.repair;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class EarlierTextTest {
  @Test
  void showsByPartitionWhatWouldComeInAndHowLongThatTakes() throws Exception {
    String text =
        printed(
            RepairText.Kind.PLAN,
            """
            {"table": "raw.trips", "offsets": 1500, "erased_rows": 2, "expected_seconds": 3.2,
             "stretches": [{"source": 1, "partition": 0, "from": 100, "to": 1599}]}
            """);

    assertThat(text)
        .containsPattern("0 +100 +1599 +1,500")
        .contains("Plan: bring at most 1,500 records into raw.trips, in about 4 s")
        .contains("forget the same persons again");
  }

  @Test
  void showsWhatHasComeIn() throws Exception {
    String text =
        printed(
            RepairText.Kind.RECEIPT,
            """
            {"table": "raw.trips", "changed": true, "announced": true, "rows_written": 7,
             "receipt": "receipts/r.json", "stretches": [{}],
             "partitions": [{"partition": 3, "records": 9, "rows": 7, "dead_letters": 1, "tests": 1}]}
            """);

    assertThat(text)
        .containsPattern("3 +9 +7 +1 +1")
        .contains("raw.trips: 7 rows from before it began, in one commit")
        .contains("Marts see it with the next ./freshet dbt build")
        .contains("Receipt receipts/r.json");
  }

  @Test
  void saysSoWhereThereIsNothing() throws Exception {
    assertThat(printed(RepairText.Kind.RECEIPT, "{\"table\": \"raw.trips\", \"stretches\": []}"))
        .isEqualToIgnoringNewLines(
            "Kafka has nothing from before raw.trips began; nothing was changed");
  }

  private static String printed(RepairText.Kind kind, String json) throws Exception {
    StringWriter text = new StringWriter();
    EarlierText.print(new ObjectMapper().readTree(json), kind, new PrintWriter(text));

    return text.toString();
  }
}
