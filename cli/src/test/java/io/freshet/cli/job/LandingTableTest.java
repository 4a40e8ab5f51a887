package io.freshet.cli.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class LandingTableTest {
  @Test
  void saysWhatWasLandedRefusedAndHeld() throws Exception {
    assertThat(
            printed(
                """
                {"plan": {"table": "raw.trips", "files": [{"name": "b.csv"}], "held": [{"name": "a.csv"}]},
                 "receipt": {"table": "raw.trips", "rows": 3, "seconds": 1.5, "file": "receipts/1.json",
                   "files": [{"name": "b.csv", "rows": 3, "dead_lettered": 2, "late": 1}],
                   "refused": [{"cause": "invalid_value", "rows": 2, "example": "row 4: /id is null"}]}}"""))
        .contains("HELD  a.csv", "b.csv")
        .contains("REFUSED  2 invalid_value: row 4: /id is null")
        .contains("Landed 3 rows in raw.trips in 1.5 s", "Receipt  receipts/1.json");
  }

  @Test
  void saysWhatWouldBeLanded() throws Exception {
    assertThat(
            printed(
                """
                {"plan": {"table": "raw.trips", "files": [{"name": "b.csv"}], "held": []}, "receipt": null}"""))
        .isEqualTo("LAND  b.csv%n".formatted());
  }

  @Test
  void saysWhereNothingWasToBeDone() throws Exception {
    assertThat(
            printed(
                """
                {"plan": {"table": "raw.trips", "files": [], "held": []}, "receipt": {"rows": 0}}"""))
        .isEqualTo("raw.trips holds all of it already; nothing was done%n".formatted());
  }

  private static String printed(String result) throws Exception {
    StringWriter text = new StringWriter();
    LandingTable.print(new ObjectMapper().readTree(result), new PrintWriter(text));

    return text.toString();
  }
}
