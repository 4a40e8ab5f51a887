package io.freshet.console.metrics;

import io.freshet.console.reading.Reading;
import io.freshet.console.receipts.Receipt;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What the newest receipts say: each table's last proof, and the last run of each kind of command.
 * While their folder can't be read it is what was read last, and one gauge says so. Thread-safe.
 */
public final class ReceiptMetrics implements MultiCollector {
  private static final String TABLE = "table";
  private static final String KIND = "kind";

  private final Supplier<Reading<List<Receipt>>> receipts;
  private final Predicate<String> isTable;
  private final InstantSource clock;

  /**
   * @param receipts the newest first
   * @param isTable whether a contract still asks for a table of that name: proofs of others are
   *     nobody's concern, and nobody can renew them
   */
  public ReceiptMetrics(
      Supplier<Reading<List<Receipt>>> receipts, Predicate<String> isTable, InstantSource clock) {
    this.receipts = receipts;
    this.isTable = isTable;
    this.clock = clock;
  }

  @Override
  public MetricSnapshots collect() {
    Gauges proofAge =
        new Gauges("freshet_table_proof_age_seconds", "Since the table was last proved");
    Gauges proofOk =
        new Gauges("freshet_table_proof_ok", "1 where the last proof found nothing amiss");
    Gauges receiptAge =
        new Gauges("freshet_receipt_age_seconds", "Since a command of that kind left a receipt");
    Gauges receiptOk =
        new Gauges(
            "freshet_receipt_ok", "1 where the newest receipt of that kind says it went well");
    Gauges expired =
        new Gauges(
            "freshet_table_expired_rows",
            "Rows past retention that the last round of maintenance to have any let go");
    Gauges readable =
        new Gauges("freshet_receipt_readable", "1 unless the receipts could not be read");
    Instant now = clock.instant();
    Reading<List<Receipt>> reading = receipts.get();
    List<Receipt> known = reading.value().orElse(List.of());
    if (!reading.isPending()) {
      readable.add(reading.failure().isPresent() ? 0 : 1);
    }
    Stream<Receipt> proofs = known.stream().filter(Receipt::isProof);
    newest(proofs, receipt -> receipt.tables().stream().filter(isTable))
        .forEach((table, receipt) -> add(receipt, now, proofAge, proofOk, TABLE, table));
    newest(known.stream(), receipt -> Stream.of(receipt.kind()))
        .forEach((kind, receipt) -> add(receipt, now, receiptAge, receiptOk, KIND, kind));
    newest(known.stream(), receipt -> receipt.expired().keySet().stream())
        .forEach((table, receipt) -> expired.add(receipt.expired().get(table), TABLE, table));

    return new MetricSnapshots(
        proofAge.snapshot(),
        proofOk.snapshot(),
        receiptAge.snapshot(),
        receiptOk.snapshot(),
        expired.snapshot(),
        readable.snapshot());
  }

  private static Map<String, Receipt> newest(
      Stream<Receipt> newestFirst, Function<Receipt, Stream<String>> keys) {
    Map<String, Receipt> newest = new TreeMap<>();
    newestFirst.forEach(
        receipt -> keys.apply(receipt).forEach(key -> newest.putIfAbsent(key, receipt)));

    return newest;
  }

  private static void add(
      Receipt receipt, Instant now, Gauges age, Gauges ok, String label, String value) {
    Duration since = Duration.between(receipt.at(), now);
    age.add(since.isNegative() ? Duration.ZERO : since, label, value);
    ok.add(receipt.ok() ? 1 : 0, label, value);
  }
}
