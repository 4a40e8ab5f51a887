package io.freshet.cli.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class JobTablesTest {
  @Test
  void saysWhyADayWasRefusedAndWhereItsRowsAre() throws Exception {
    JsonNode result =
        json(
            """
            {"days": [{"day": "2008-05-19", "outcome": "refused", "rows": 3,
              "input_complete": true, "branch": "audit_x", "cpu_seconds": 1.5,
              "checks": [{"rule": "no distance is negative", "ok": false, "violation": "1 row"},
                         {"rule": "none is lost", "ok": false, "violation": "6", "refuses": false},
                         {"rule": "unique", "ok": true}]}]}""");

    assertThat(printed(out -> JobTables.nightly(result, out)))
        .contains("audit_x")
        .contains("REFUSED  2008-05-19: no distance is negative: 1 row")
        .contains("FOUND  2008-05-19: none is lost: 6")
        .doesNotContain("unique");
  }

  @Test
  void showsWhatMaintenanceChangedAndWhatItLeft() throws Exception {
    JsonNode receipt =
        json(
            """
            {"file": "receipts/1.json", "tables": [{"table": "raw.dasher_pings",
              "before": {"rows": 9, "files": 21, "bytes": 40960, "manifests": 4, "snapshots": 5},
              "after": {"rows": 9, "files": 1, "bytes": 20480, "manifests": 4, "snapshots": 5},
              "steps": [{"what": "merge", "failure": "S3 is away"}]}]}""");

    assertThat(printed(out -> JobTables.receipt(receipt, out)))
        .contains("21 to 1", "40 to 20")
        .doesNotContain("4 to 4")
        .contains("FAILED  raw.dasher_pings: S3 is away")
        .contains("Receipt  receipts/1.json");
  }

  @Test
  void saysWhichDayAndWhichTableFailed() throws Exception {
    JsonNode nightly =
        json(
            """
            {"days": [{"day": "2008-05-20", "outcome": "failed", "failure": "S3 is away"}]}""");
    JsonNode receipt =
        json(
            """
            {"tables": [{"table": "raw.pings", "ok": false, "failure": "3 rows are lost"}]}""");

    assertThat(printed(out -> JobTables.nightly(nightly, out)))
        .contains("FAILED  2008-05-20: S3 is away");
    assertThat(printed(out -> JobTables.receipt(receipt, out)))
        .contains("FAILED  raw.pings: 3 rows are lost");
  }

  @Test
  void saysWhatANightlyLacksThatHasNoFirstDay() throws Exception {
    JsonNode none =
        json(
            """
            {"table": "clean.x", "untouched": 0, "days": []}""");
    JsonNode upToDate =
        json(
            """
            {"table": "clean.x", "untouched": 3, "days": []}""");

    assertThat(printed(out -> JobTables.nightly(none, out)))
        .startsWith("Nothing of clean.x is published")
        .contains("--day");
    assertThat(printed(out -> JobTables.nightly(upToDate, out)))
        .startsWith("3 published days are as their inputs are");
  }

  private static JsonNode json(String text) throws Exception {
    return new ObjectMapper().readTree(text);
  }

  private static String printed(Consumer<PrintWriter> table) {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    table.accept(out);
    out.flush();

    return text.toString();
  }
}
