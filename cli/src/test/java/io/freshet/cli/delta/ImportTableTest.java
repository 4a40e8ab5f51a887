package io.freshet.cli.delta;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ImportTableTest {
  private static final String PLAN =
      """
      "plan": {"path": "s3://sales/trips", "table": "raw.trips", "from_version": 3,
        "to_version": 5, "left_out": "version 2 has lost its file a.parquet", "snapshots": 3,
        "rows": 1200, "deletion_vectors": 2,
        "files": {"in_place": {"files": 7, "bytes": 12500000},
                  "copied": {"files": 0, "bytes": 0},
                  "rewritten": {"files": 1, "bytes": 300000},
                  "why_rewritten": {"times are INT96": 1}},
        "left_behind": ["checkConstraints", "rowTracking"]}""";

  @Test
  void saysWhatAnImportWouldDo() throws Exception {
    assertThat(printed("{%s, \"receipt\": null}".formatted(PLAN)))
        .contains("s3://sales/trips  to  raw.trips")
        .contains("Versions 3 to 5, 1,200 rows in the last, 2 deletion vectors")
        .contains("Older versions are left out: version 2 has lost its file a.parquet")
        .contains("Files: 7 stay (12.5 MB), 1 rewritten (0.3 MB)")
        .contains("Rewritten: 1, times are INT96")
        .contains("Not carried over: checkConstraints, rowTracking")
        .doesNotContain("Receipt");
  }

  @Test
  void saysByWhatEachVersionWasVerified() throws Exception {
    String receipt =
        """
        {"outcome": "imported", "table": "raw.trips", "version": 5, "rows": 1200,
         "values": "0a", "seconds": 3.21, "file": "receipts/import-1.json",
         "versions": [
           {"version": 4, "snapshot_id": 41, "committed_at": "2026-01-01T00:00:00Z",
            "operation": "WRITE", "rows": 1000, "values": null},
           {"version": 5, "snapshot_id": 51, "committed_at": "2026-01-02T00:00:00Z",
            "operation": "MERGE", "rows": 1200, "values": "0a"}]}""";

    assertThat(printed("{%s, \"receipt\": %s}".formatted(PLAN, receipt)))
        .containsPattern("WRITE +1,000  rows")
        .containsPattern("MERGE +1,200  values")
        .contains("Imported 1,200 rows in 3.2 s; values 0a")
        .contains("Receipt  receipts/import-1.json");
  }

  @Test
  void saysThatTheTableIsThereAlready() throws Exception {
    assertThat(
            printed(
                """
                {"plan": null, "receipt": {"outcome": "unchanged", "table": "raw.trips",
                  "path": "s3://sales/trips", "version": 5}}"""))
        .isEqualToIgnoringNewLines(
            "raw.trips holds version 5 of s3://sales/trips already; nothing was done");
  }

  private static String printed(String json) throws Exception {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    ImportTable.print(new ObjectMapper().readTree(json), out);
    out.flush();

    return text.toString();
  }
}
