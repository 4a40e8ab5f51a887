package io.freshet.assurance.prove;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.lake.PlatformColumns;
import io.freshet.core.lake.PublishedDay;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.util.SnapshotUtil;

/**
 * Whether rows have come into a day's inputs since it was computed. Never too few: where the day
 * begins at several times, rows near its bounds may belong to a neighbour.
 */
final class LaterInputs {
  private final Catalog catalog;
  private final Map<String, Contract> contracts = new HashMap<>();

  LaterInputs(Catalog catalog, Contracts contracts) {
    this.catalog = catalog;
    contracts.all().stream()
        .filter(contract -> contract.table().isPresent())
        .forEach(contract -> this.contracts.put(TableLayout.name(contract).toString(), contract));
  }

  /**
   * What came later.
   *
   * @param rows at most
   */
  record Later(boolean movedOn, long rows) {
    private static final Later NOTHING = new Later(false, 0);

    private static Later of(long rows) {
      return new Later(rows > 0, rows);
    }

    private Later plus(Later other) {
      return new Later(movedOn || other.movedOn, rows + other.rows);
    }
  }

  /** Nothing, where the day does not say what it rests on. */
  Later rowsSince(PublishedDay day) {
    return day.basis()
        .map(
            basis ->
                basis.inputs().entrySet().stream()
                    .map(input -> rowsSince(basis, input.getKey(), input.getValue()))
                    .reduce(Later.NOTHING, Later::plus))
        .orElse(Later.NOTHING);
  }

  private Later rowsSince(PublishedDay.Basis basis, String name, PublishedDay.Input input) {
    Optional<Contract> contract = Optional.ofNullable(contracts.get(name));
    if (contract.isEmpty() || !catalog.tableExists(TableLayout.name(contract.get()))) {
      return Later.NOTHING;
    }
    Table table = catalog.loadTable(TableLayout.name(contract.get()));
    if (table.currentSnapshot() == null
        || table.currentSnapshot().snapshotId() == input.snapshotId()) {
      return Later.NOTHING;
    }
    Expression ofTheDay = within(contract.get().schema().keys().eventTime(), basis);
    // Where rows take others away, nothing is merely appended.
    if (!contract.get().keepsLatest() && isInHistory(table, input.snapshotId())) {
      return Later.of(appended(table, input.snapshotId(), ofTheDay));
    }
    // What was received before the snapshot and committed after it, within seconds, is not seen.
    return table.schema().findField(PlatformColumns.RECEIVED_AT) == null
        ? new Later(true, 0)
        : Later.of(received(table, input.committedAt(), ofTheDay));
  }

  private static boolean isInHistory(Table table, long snapshotId) {
    return table.snapshot(snapshotId) != null && SnapshotUtil.isAncestorOf(table, snapshotId);
  }

  /** Rows of the files that were appended since and that hold rows of the day; rewrites aside. */
  private static long appended(Table table, long snapshotId, Expression ofTheDay) {
    long rows = 0;
    try (CloseableIterable<FileScanTask> tasks =
        table
            .newIncrementalAppendScan()
            .fromSnapshotExclusive(snapshotId)
            .filter(ofTheDay)
            .planFiles()) {
      for (FileScanTask task : tasks) {
        rows += task.file().recordCount();
      }
    } catch (IOException e) {
      throw unreadable(table, e);
    }

    return rows;
  }

  /** For when the snapshot has expired: received time tells old rows from new ones. */
  private static long received(Table table, Instant since, Expression ofTheDay) {
    Expression later = Expressions.greaterThanOrEqual(PlatformColumns.RECEIVED_AT, micros(since));
    long rows = 0;
    try (CloseableIterable<Record> found =
        IcebergGenerics.read(table)
            .where(Expressions.and(ofTheDay, later))
            .select(PlatformColumns.RECEIVED_AT)
            .build()) {
      for (Record unused : found) {
        rows++;
      }
    } catch (IOException e) {
      throw unreadable(table, e);
    }

    return rows;
  }

  private static Expression within(String eventTime, PublishedDay.Basis basis) {
    return Expressions.and(
        Expressions.greaterThanOrEqual(eventTime, micros(basis.from())),
        Expressions.lessThan(eventTime, micros(basis.to())));
  }

  private static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  private static FreshetException unreadable(Table table, IOException e) {
    return new FreshetException(
        Fault.DEPENDENCY, "Cannot read %s: %s".formatted(table.name(), e.getMessage()), e);
  }
}
