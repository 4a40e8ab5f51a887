package io.freshet.console.receipts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceiptShelfTest {
  private static final String PROOF =
      """
      {"table": "raw.rides", "ok": true, "expected": 12000, "found": 12000, "missing": 0, "doubled": 0}
      """;

  @TempDir private Path folder;
  private ReceiptShelf shelf;

  @BeforeEach
  void open() {
    shelf = new ReceiptShelf(folder.resolve("receipts"));
  }

  @Test
  void isEmptyBeforeAnyCommandHasLeftOne() {
    assertThat(shelf.newestFirst()).isEmpty();
  }

  @Test
  void tellsWhatTheyAreOfAndWhen() throws IOException {
    write("prove-raw.rides-1764410400000.json", PROOF);
    write(
        "maintain-2026-11-29T12-00-00-000Z.json",
        """
        {"ok": false, "receipt": {"tables": [
          {"table": "raw.rides", "before": {"files": 120}, "after": {"files": 4},
            "steps": [{"kind": "row_expiry", "rows_expired": 1250}, {"kind": "expiry"}]},
          {"table": "raw.fares", "ok": false}]}}
        """);
    write(
        "backfill-raw.rides-2008-05-19-2008-05-20-1764410400001.json",
        """
        {"ok": true, "plan": {"table": "raw.rides"}, "receipt": {"outcome": "published",
          "added": 1200, "removed": 0, "changed": 7, "days": [{}, {}]}}
        """);

    assertThat(shelf.newestFirst())
        .extracting(Receipt::kind, Receipt::ok, Receipt::headline)
        .containsExactlyInAnyOrder(
            tuple("prove", true, "12,000 of 12,000 found, 0 missing, 0 doubled"),
            tuple(
                "maintain", false, "2 tables, 120 files to 4, 1,250 rows past retention, 1 failed"),
            tuple("backfill", true, "published, 2 days: 1,200 rows added, 0 removed, 7 changed"));
    assertThat(shelf.newestFirst()).allMatch(receipt -> receipt.isOf("raw.rides"));
  }

  @Test
  void tellsHowLongItTookToMendWhatADrillMadeWrong() throws IOException {
    write(
        "drill-1764410400003.json",
        """
        {"ok": false, "faults": [{"name": "kafka-killed", "mended_seconds": 151.6},
          {"name": "s3-asleep", "mended_seconds": null}]}
        """);

    assertThat(shelf.newestFirst())
        .extracting(Receipt::kind, Receipt::ok, Receipt::headline)
        .containsExactly(
            tuple("drill", false, "kafka-killed mended after 152 s, s3-asleep not mended"));
  }

  @Test
  void passesOverWhatIsNoReceipt() throws IOException {
    write("prove-raw.rides-1764410400000.json", PROOF);
    write("half-1764410400001.json", "{\"ok\": tr");
    write("list-1764410400002.json", "[]");

    assertThat(shelf.newestFirst()).hasSize(1);
  }

  @Test
  void aProofOfVeryManyTablesHidesNeitherOneOfThemNorANightly() throws IOException {
    write("prove-raw.rides-1764410400000.json", PROOF);
    write("prove-raw.rides-1764410400001.json", PROOF);
    write("nightly-raw.rides-2026-06-03-1764410400000.json", "{\"ok\": true, \"job\": \"rides\"}");
    write("nightly-raw.rides-2026-06-04-1764410400001.json", "{\"ok\": true, \"job\": \"rides\"}");
    for (int table = 0; table < 2000; table++) {
      write(
          "prove-raw.table_%d-%d.json".formatted(table, 1764410500000L + table),
          "{\"table\": \"raw.table_%d\", \"ok\": true}".formatted(table));
    }

    List<Receipt> known = shelf.newestFirst();

    assertThat(known).hasSize(2003);
    assertThat(known.stream().filter(receipt -> receipt.isOf("raw.rides")).map(Receipt::name))
        .containsExactly("prove-raw.rides-1764410400001.json");
    assertThat(known.stream().map(Receipt::kind).filter("nightly"::equals)).hasSize(2);
  }

  @Test
  void givesNothingThatLiesElsewhere() throws IOException {
    write("prove-raw.rides-1764410400000.json", PROOF);
    Files.writeString(folder.resolve("profile.json"), "{\"token\": \"secret\"}");

    assertThat(shelf.text("../profile.json")).isEmpty();
    assertThat(shelf.text("..%2Fprofile.json")).isEmpty();
    assertThat(shelf.text("receipts/../../profile.json")).isEmpty();
    assertThat(shelf.text("\0.json")).isEmpty();
    assertThat(shelf.text("prove-raw.rides-1764410400000.json").orElseThrow()).contains("12000");
  }

  @Test
  void opensOneWithoutALookAtTheOthers() throws IOException {
    write("prove-raw.rides-1764410400000.json", PROOF);
    write("list-1764410400002.json", "[]");

    assertThat(shelf.text("prove-raw.rides-1764410400000.json")).isPresent();
    assertThat(shelf.text("list-1764410400002.json")).isEmpty();
    assertThat(shelf.text("prove-raw.rides-1764410400009.json")).isEmpty();
  }

  private void write(String name, String json) throws IOException {
    Files.createDirectories(shelf.folder());
    Files.writeString(shelf.folder().resolve(name), json);
  }
}
