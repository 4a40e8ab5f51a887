package io.freshet.ingestion.writer.repair;

import io.freshet.core.contract.Contract;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.LogSource;
import io.freshet.core.lake.PlatformColumns;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.Range;
import io.freshet.core.lake.Repairs;
import io.freshet.core.lake.Repairs.Stretch;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.ingestion.writer.rewrite.HeldRows;
import io.freshet.ingestion.writer.table.TableFit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Types.NestedField;

/** Finds out what a repair would write anew, and whether it can. Changes nothing. */
final class RepairPlanner {
  private final Contract contract;
  private final Table table;
  private final LogSource source;
  private final LoggedStretches log;

  /**
   * @param contract that rows are written by
   * @param source the contract's topic as it is now
   */
  RepairPlanner(Contract contract, Table table, LogSource source, LoggedStretches log) {
    this.contract = contract;
    this.table = table;
    this.source = source;
    this.log = log;
  }

  /**
   * @throws FreshetException with everything that stands against it
   */
  RepairPlan plan(List<OffsetRange> asked) {
    List<Stretch> stretches = readable(asked);

    return plan(
        stretches,
        new HeldRows(table, new StretchRows(stretches))
            .candidates().stream().map(FileScanTask::file).toList(),
        Optional.empty());
  }

  /**
   * @throws FreshetException with everything that stands against it
   */
  RepairPlan planRollback(EarlierState earlier) {
    requireRows();
    Snapshot state = earlier.in(table);
    RepairPlan.Rollback rollback =
        new RepairPlan.Rollback(table.currentSnapshot().snapshotId(), state.snapshotId());
    List<Range> since = new CommitsSince(table, state).ranges();
    int number = number(Ledger.of(table.properties()));
    List<OffsetRange> asked = new ArrayList<>();
    for (Range range : since) {
      if (range.position().source() != number) {
        throw new FreshetException(
            Fault.CALLER,
            "Cannot roll %s back to snapshot %d: since then it has read the topic %s of before, which is gone"
                .formatted(table.name(), state.snapshotId(), source.topic()));
      }
      asked.add(new OffsetRange(range.position().partition(), range.first(), range.end() - 1));
    }

    return plan(
        readable(asked),
        StateFiles.goBack(table, rollback.from(), rollback.to()).replaced(),
        Optional.of(rollback));
  }

  /** What was asked for, where the log still has all of it. */
  private List<Stretch> readable(List<OffsetRange> asked) {
    requireRows();
    Ledger ledger = Ledger.of(table.properties());
    int number = number(ledger);
    Map<Integer, Long> beginnings =
        log.beginnings(
            asked.stream()
                .map(OffsetRange::partition)
                .filter(partition -> ledger.entry(new Position(number, partition)).isPresent())
                .distinct()
                .toList());
    List<String> problems = new ArrayList<>();
    List<Stretch> stretches = new ArrayList<>();
    for (OffsetRange range : asked) {
      Position position = new Position(number, range.partition());
      problem(range, ledger.entry(position), beginnings).ifPresent(problems::add);
      stretches.add(new Stretch(position, range.first(), range.last() + 1));
    }
    if (!problems.isEmpty()) {
      throw new FreshetException(
          Fault.CALLER,
          "Cannot repair %s: %s".formatted(table.name(), String.join("; ", problems)));
    }

    return Repairs.merged(stretches);
  }

  private void requireRows() {
    if (contract.keepsLatest()) {
      throw new FreshetException(
          Fault.CALLER,
          "%s keeps the newest row of each key, and rows that others have replaced can't come back"
              .formatted(table.name()));
    }
    TableFit.require(contract, table);
  }

  private int number(Ledger ledger) {
    return ledger
        .numberOf(source)
        .orElseThrow(
            () ->
                new FreshetException(
                    Fault.CALLER,
                    "%s has never read the topic %s as it is now (id %s), and of a topic that is gone"
                            .formatted(table.name(), source.topic(), source.topicId())
                        + " nothing can be read again"));
  }

  private RepairPlan plan(
      List<Stretch> stretches, List<DataFile> files, Optional<RepairPlan.Rollback> rollback) {
    return new RepairPlan(
        TableLayout.name(contract).toString(),
        stretches,
        RepairPlan.Files.of(files),
        rollback,
        dropped(table, contract));
  }

  private static List<String> dropped(Table table, Contract contract) {
    return table.schema().columns().stream()
        .filter(column -> !PlatformColumns.isOfPlatform(column))
        .filter(
            column ->
                contract.schema().fields().stream()
                    .noneMatch(field -> field.id() == column.fieldId()))
        .map(NestedField::name)
        .toList();
  }

  private static Optional<String> problem(
      OffsetRange range, Optional<Ledger.Entry> entry, Map<Integer, Long> beginnings) {
    if (entry.isEmpty()) {
      return Optional.of(
          "it has read nothing of partition %d of its topic".formatted(range.partition()));
    }
    long begin = entry.get().start();
    long end = entry.get().end();
    if (range.first() < begin || range.last() >= end) {
      return Optional.of(
          "of partition %d it has read offsets %d to %d, and not %d to %d"
              .formatted(range.partition(), begin, end - 1, range.first(), range.last()));
    }
    long left = beginnings.get(range.partition());

    return range.first() >= left
        ? Optional.empty()
        : Optional.of(
            "of partition %d retention has left offsets from %d on; what came before, from %d on, can't"
                    .formatted(range.partition(), left, range.first())
                + " be read again");
  }
}
