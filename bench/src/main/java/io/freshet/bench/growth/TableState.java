package io.freshet.bench.growth;

import io.freshet.assurance.prove.Baseline;
import io.freshet.assurance.prove.BaselineTag;
import io.freshet.bench.query.Trino;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.Ledger;
import io.freshet.core.toolkit.Effort;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;

/** Looks at a table as its readers do, several times over, and takes the median. */
final class TableState {
  private static final int LOOKS = 9;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final String MARKET = "san_francisco";

  private final Catalog catalog;
  private final TableIdentifier name;
  private final Trino trino;

  TableState(Catalog catalog, TableIdentifier name, Trino trino) {
    this.catalog = catalog;
    this.name = name;
    this.trino = trino;
  }

  /** Nobody is measured before everybody has compiled. */
  void warmUp() {
    for (int look = 0; look < LOOKS; look++) {
      LakeCatalog.require(catalog, name);
      planned(Instant.now());
      ask(Instant.now());
    }
  }

  /** Keeps a state that was proved from maintenance, as {@code freshet prove} does. */
  void keep(String subject, Baseline proved) {
    BaselineTag.keep(LakeCatalog.require(catalog, name), subject, proved);
  }

  /**
   * @param commits that it has by now
   * @param since how many of them came while the writer spent that
   */
  Mark mark(long commits, long since, Effort spent, Mark.Proved proof) throws IOException {
    Table table = LakeCatalog.require(catalog, name);
    TableMetadata metadata = ((HasTableOperations) table).operations().current();
    Instant minuteAgo = Instant.now().minus(1, ChronoUnit.MINUTES);

    return new Mark(
        commits,
        metadata.snapshots().size(),
        Long.parseLong(
            table.currentSnapshot().summary().get(SnapshotSummary.TOTAL_DATA_FILES_PROP)),
        table.currentSnapshot().allManifests(table.io()).size(),
        table.io().newInputFile(metadata.metadataFileLocation()).getLength(),
        metadata.property(Ledger.PROPERTY, "").length(),
        median(() -> nanos(() -> LakeCatalog.require(catalog, name))),
        median(() -> planned(minuteAgo)),
        median(() -> nanos(() -> ask(minuteAgo))),
        spent.cpuSeconds() * 1e3 / Math.max(1, since),
        spent.seconds() / Math.max(1, since),
        proof);
  }

  private void ask(Instant from) {
    trino.ask(
        "select count(*) from %s where market = '%s' and event_time > from_iso8601_timestamp('%s')"
            .formatted(name, MARKET, from));
  }

  /** Nanoseconds, for one who has just loaded the table and read none of its manifests. */
  private long planned(Instant from) {
    Table table = LakeCatalog.require(catalog, name);

    return nanos(() -> plan(table, from));
  }

  private static void plan(Table table, Instant from) {
    Expression minute =
        Expressions.and(
            Expressions.equal("market", MARKET),
            Expressions.greaterThan("event_time", from.toString()));
    try (CloseableIterable<FileScanTask> tasks = table.newScan().filter(minute).planFiles()) {
      tasks.forEach(task -> {});
    } catch (IOException e) {
      throw new FreshetException(
          Fault.DEPENDENCY, "Cannot plan %s: %s".formatted(table.name(), e.getMessage()), e);
    }
  }

  private static long nanos(Runnable look) {
    long begin = System.nanoTime();
    look.run();

    return System.nanoTime() - begin;
  }

  private static double median(LongSupplier nanos) {
    return LongStream.generate(nanos)
        .limit(LOOKS)
        .sorted()
        .skip(LOOKS / 2)
        .mapToDouble(each -> each / NANOS_PER_MILLI)
        .findFirst()
        .orElseThrow();
  }
}
