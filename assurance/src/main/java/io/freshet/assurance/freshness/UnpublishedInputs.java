package io.freshet.assurance.freshness;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.lake.PlatformColumns;
import io.freshet.core.lake.PublishedDay;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types.NestedField;

/**
 * What a derived table lacks: the rows of its inputs behind the end of its newest published day.
 * Commits say nothing about that: maintenance commits too, and so does a backfill of an old day.
 */
final class UnpublishedInputs {
  private final Catalog catalog;
  private final Runnable goesOn;
  private final Map<String, Contract> streams = new HashMap<>();

  /**
   * References don't come day by day: a row of theirs waits for no day.
   *
   * @param goesOn is run with each file and each row: there may be many
   */
  UnpublishedInputs(Catalog catalog, Contracts contracts, Runnable goesOn) {
    this.catalog = catalog;
    this.goesOn = goesOn;
    contracts.all().stream()
        .filter(contract -> contract.table().isPresent() && contract.stream().isPresent())
        .filter(contract -> contract.kind() != Contract.Kind.REFERENCE)
        .forEach(contract -> streams.put(TableLayout.name(contract).toString(), contract));
  }

  /** Where the newest published day ends; empty when none says so. */
  static Optional<PublishedDay.Basis> newest(Collection<PublishedDay> days) {
    return days.stream()
        .flatMap(day -> day.basis().stream())
        .max(Comparator.comparing(PublishedDay.Basis::to));
  }

  /** When the log took in the oldest row behind the day; empty when there is none. */
  Optional<Instant> oldestBehind(PublishedDay.Basis day) {
    return day.inputs().keySet().stream()
        .flatMap(name -> Stream.ofNullable(streams.get(name)))
        .filter(contract -> catalog.tableExists(TableLayout.name(contract)))
        .flatMap(contract -> oldestFrom(day.to(), contract).stream())
        .min(Comparator.naturalOrder());
  }

  /** Files that hold nothing but such rows say it themselves; the others are read. */
  private Optional<Instant> oldestFrom(Instant end, Contract contract) {
    Table table = catalog.loadTable(TableLayout.name(contract));
    NestedField eventTime = table.schema().findField(contract.schema().keys().eventTime());
    NestedField received = table.schema().findField(PlatformColumns.RECEIVED_AT);
    Expression behind = Expressions.greaterThanOrEqual(eventTime.name(), micros(end));
    Optional<Instant> oldest = Optional.empty();
    boolean toRead = false;
    try (CloseableIterable<FileScanTask> tasks =
        table.newScan().filter(behind).includeColumnStats().planFiles()) {
      for (FileScanTask task : tasks) {
        goesOn.run();
        Optional<Instant> first = lowerBound(task, eventTime);
        Optional<Instant> said = lowerBound(task, received);
        if (first.isPresent() && !first.get().isBefore(end) && said.isPresent()) {
          oldest = earlier(oldest, said.get());
        } else {
          toRead = true;
        }
      }

      return toRead ? readOldest(table, behind, oldest) : oldest;
    } catch (IOException e) {
      throw new FreshetException(
          Fault.DEPENDENCY, "Cannot read %s: %s".formatted(table.name(), e.getMessage()), e);
    }
  }

  private Optional<Instant> readOldest(Table table, Expression behind, Optional<Instant> known)
      throws IOException {
    Expression wanted =
        known
            .<Expression>map(
                time -> Expressions.lessThan(PlatformColumns.RECEIVED_AT, micros(time)))
            .map(older -> Expressions.and(behind, older))
            .orElse(behind);
    Optional<Instant> oldest = known;
    try (CloseableIterable<Record> rows =
        IcebergGenerics.read(table).where(wanted).select(PlatformColumns.RECEIVED_AT).build()) {
      for (Record row : rows) {
        goesOn.run();
        OffsetDateTime time = (OffsetDateTime) row.getField(PlatformColumns.RECEIVED_AT);
        oldest = earlier(oldest, time.toInstant());
      }
    }

    return oldest;
  }

  private static Optional<Instant> lowerBound(FileScanTask task, NestedField column) {
    Map<Integer, ByteBuffer> bounds = task.file().lowerBounds();
    ByteBuffer bound = bounds == null ? null : bounds.get(column.fieldId());

    return Optional.ofNullable(bound)
        .map(bytes -> (Long) Conversions.fromByteBuffer(column.type(), bytes))
        .map(micros -> Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
  }

  private static Optional<Instant> earlier(Optional<Instant> known, Instant other) {
    return Optional.of(known.filter(time -> time.isBefore(other)).orElse(other));
  }

  private static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }
}
