package io.freshet.console.receipts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Receipts of nightlies and of a backfill, read from a folder. */
public final class SampleReceipts {
  private static final String NIGHTLY =
      """
      {"ok": %s, "job": "fares_daily", "table": "clean.fares_daily", "day": "%s",
       "outcome": "%s", "rows": 547,
       "checks": [{"rule": "one row per fare", "ok": true},
                  {"rule": "no fare is negative", "ok": %s, "violation": "not so in 2 rows"}],
       "attempts": 2, "input_files": 12, "input_rows": 5066283, "input_bytes": 71800000,
       "bytes_written": 31000, "seconds": 53.9, "cpu_seconds": 68.6}
      """;
  private static final String BACKFILL =
      """
      {"ok": true, "plan": {"table": "clean.fares_daily", "job": "fares_daily",
         "input_files": 30, "input_rows": 900, "input_bytes": 12000},
       "receipt": {"outcome": "published", "attempts": 1, "rows": 30, "bytes_written": 9000,
         "seconds": 8.5, "cpu_seconds": 12.25, "days": [
           {"day": "2026-06-01", "checks": [{"rule": "one row per fare", "ok": true}]},
           {"day": "2026-06-02", "checks": [{"rule": "one row per fare", "ok": true}]}]}}
      """;

  private static final String AUDIT =
      """
      {"ok": true, "job": "supply_audit", "table": "raw.supply_audit", "day": "2026-06-03",
       "outcome": "published",
       "checks": [{"rule": "the stream has told all", "ok": %s, "violation": "%s"}]}
      """;

  private SampleReceipts() {}

  /**
   * A nightly's, whose second day was refused, and a backfill's, the newest first.
   *
   * @param folder to write them to
   */
  public static List<Receipt> in(Path folder) {
    write(folder, "backfill-clean.fares_daily-1764410400000.json", BACKFILL);
    write(
        folder,
        "nightly-clean.fares_daily-2026-06-03-1764410401000.json",
        NIGHTLY.formatted("true", "2026-06-03", "published", "true"));
    write(
        folder,
        "nightly-clean.fares_daily-2026-06-04-1764410402500.json",
        NIGHTLY.formatted("false", "2026-06-04", "refused", "false"));

    return new ReceiptShelf(folder).newestFirst();
  }

  /**
   * What a nightly leaves that has published a day of {@code raw.supply_audit} and holds it against
   * something else, with those before it, the newest first.
   *
   * @param violation what it found; empty where nothing
   */
  public static List<Receipt> audit(Path folder, long millis, String violation) {
    write(
        folder,
        "nightly-raw.supply_audit-2026-06-03-%d.json".formatted(millis),
        AUDIT.formatted(violation.isEmpty(), violation));

    return new ReceiptShelf(folder).newestFirst();
  }

  private static void write(Path folder, String name, String json) {
    try {
      Files.writeString(folder.resolve(name), json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
