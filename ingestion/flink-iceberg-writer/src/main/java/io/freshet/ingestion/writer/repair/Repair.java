package io.freshet.ingestion.writer.repair;

import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.EventDecoder;
import io.freshet.core.envelope.SchemaRegistry;
import io.freshet.core.lake.CommitListener;
import io.freshet.core.lake.CommitSummary;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.LedgerCodec;
import io.freshet.core.lake.LogSource;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.References;
import io.freshet.core.lake.Repairs.Stretch;
import io.freshet.core.lake.ValuesHash;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.ingestion.writer.rewrite.Announcement;
import io.freshet.ingestion.writer.rewrite.HeldRows;
import io.freshet.ingestion.writer.rewrite.RewriteCommit;
import io.freshet.ingestion.writer.rewrite.WrittenFiles;
import io.freshet.ingestion.writer.table.RowEventFiles;
import io.freshet.ingestion.writer.table.RowFiles;
import io.freshet.ingestion.writer.table.WriterInstance;
import java.io.PrintStream;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/**
 * Writes the rows of some stretches of the log anew: what the table holds of them goes, whatever it
 * is, and what the log says comes, in one commit, while the table's writer goes on. The ledger has
 * seen no other records than before; where values are others now, its sum follows. Nothing happens
 * where the table holds all of it already. Not thread-safe.
 */
public final class Repair {
  /** Others may rewrite the files that are being replaced; then these are read again. */
  private static final int READINGS = 4;

  private static final int LOGGED = 0;
  private static final int OTHERS = 1;

  private final Target target;
  private final LoggedStretches log;
  private final SchemaRegistry registry;
  private final CommitListener listener;
  private final InstantSource clock;
  private final PrintStream progress;

  /**
   * What is repaired.
   *
   * @param contract that rows are written by
   * @param source the contract's topic as it is now
   */
  public record Target(Contract contract, Table table, LogSource source, Table deadLetters) {}

  /**
   * @param listener hears of the commit
   * @param progress is told how far it is
   */
  public Repair(
      Target target,
      LoggedStretches log,
      SchemaRegistry registry,
      CommitListener listener,
      InstantSource clock,
      PrintStream progress) {
    this.target = target;
    this.log = log;
    this.registry = registry;
    this.listener = listener;
    this.clock = clock;
    this.progress = progress;
  }

  /**
   * What would be done. Changes nothing.
   *
   * @throws FreshetException with everything that stands against it
   */
  public RepairPlan plan(List<OffsetRange> asked) {
    return planner().plan(asked);
  }

  /**
   * What would be done to bring the table back to an earlier state, with what has come since read
   * from the log again. Changes nothing.
   *
   * @throws FreshetException with everything that stands against it
   */
  public RepairPlan planRollback(EarlierState earlier) {
    return planner().planRollback(earlier);
  }

  private RepairPlanner planner() {
    return new RepairPlanner(target.contract(), target.table(), target.source(), log);
  }

  /**
   * Does it.
   *
   * @throws FreshetException when it can't be done; then nothing has changed
   */
  public RepairReceipt run(RepairPlan plan) {
    if (plan.rollback().isEmpty()) {
      return write(plan);
    }
    String tag = "freshet_rollback_%d".formatted(clock.millis());
    // Else it might expire while Kafka is read, and its files with it.
    long to = plan.rollback().get().to();
    References.change(target.table(), references -> references.createTag(tag, to));
    try {
      return write(plan);
    } finally {
      References.change(target.table(), references -> references.removeTag(tag));
    }
  }

  private RepairReceipt write(RepairPlan plan) {
    WriterInstance instance = new WriterInstance(LOGGED, clock.millis(), clock);
    List<Stretch> stretches = plan.stretches();
    int source = Ledger.of(target.table().properties()).numberOf(target.source()).orElseThrow();
    try (RowEventFiles files =
        new RowEventFiles(
            target.contract(),
            target.table(),
            source,
            new EventDecoder(target.contract(), registry),
            instance)) {
      LoggedRows logged =
          new LoggedRows(
              files,
              DeadLetterOffsets.of(target.deadLetters(), target.source(), stretches),
              Ledger.of(target.table().properties()));
      logged.read(log, stretches, new RepairProgress(progress, System::nanoTime, stretches));

      return replace(plan, logged, WrittenFiles.of(files.finish(), target.table()), instance);
    }
  }

  private RepairReceipt replace(
      RepairPlan plan, LoggedRows logged, List<DataFile> written, WriterInstance instance) {
    Table table = target.table();
    for (int reading = 0; reading < READINGS; reading++) {
      table.refresh();
      try (RowFiles others = new RowFiles(table, OTHERS, instance.attempt() + reading)) {
        Replacement replacement = replacement(plan, others);
        requireNothingErasedSince(logged);
        if (isSame(plan, logged, replacement)) {
          return receipt(plan, logged, replacement, 0, Optional.empty());
        }
        List<DataFile> added = new ArrayList<>(written);
        added.addAll(WrittenFiles.of(others.finish(), table));
        int filesWritten = added.size();
        added.addAll(replacement.restored());
        Map<Position, ValuesHash> differences = differences(plan, logged, replacement);
        Optional<Snapshot> snapshot =
            new RewriteCommit(table, "repair/" + UUID.randomUUID())
                .commit(
                    new RewriteCommit.Change(
                        readAt(plan),
                        replacement.replaced(),
                        added,
                        Map.of(
                            CommitSummary.REPAIRED, LedgerCodec.writeStretches(plan.stretches()))),
                    properties ->
                        Map.of(
                            Ledger.PROPERTY,
                            repaired(Ledger.of(properties), plan.stretches(), differences)
                                .toJson()));
        if (snapshot.isPresent()) {
          return receipt(plan, logged, replacement, filesWritten, snapshot)
              .announced(Announcement.tell(listener, plan.table(), table, snapshot.get()));
        }
      }
    }
    throw new FreshetException(
        Fault.DEPENDENCY,
        "Cannot repair %s: its files were rewritten %d times meanwhile; nothing has changed"
            .formatted(table.name(), READINGS));
  }

  /** A table with a ledger has a snapshot. */
  private long readAt(RepairPlan plan) {
    return plan.rollback()
        .map(RepairPlan.Rollback::from)
        .orElseGet(() -> target.table().currentSnapshot().snapshotId());
  }

  private Replacement replacement(RepairPlan plan, RowFiles others) {
    return plan.rollback()
        .map(ids -> StateFiles.goBack(target.table(), ids.from(), ids.to()))
        .orElseGet(() -> takeOut(plan.stretches(), others));
  }

  /** What was erased while the log was read would come back. */
  private void requireNothingErasedSince(LoggedRows logged) {
    if (!logged.erased().equals(Ledger.of(target.table().properties()).erased())) {
      throw new FreshetException(
          Fault.DEPENDENCY,
          "Cannot repair %s: rows of it were erased meanwhile; repair it again, nothing has changed"
              .formatted(target.table().name()));
    }
  }

  private Replacement takeOut(List<Stretch> stretches, RowFiles others) {
    StretchSums held = new StretchSums();
    List<DataFile> replaced =
        new HeldRows(target.table(), new StretchRows(stretches))
            .takeOut(others, held.adding(target.table()));

    return new Replacement(replaced, List.of(), held, held.rows());
  }

  /** What all rows of the stretches' partitions add up to, in whatever stretch. */
  private StretchSums wholePartitions(List<Stretch> stretches) {
    StretchSums sums = new StretchSums();
    new HeldRows(target.table(), StretchRows.wholePartitions(stretches))
        .read(sums.adding(target.table()));

    return sums;
  }

  /** Whether the table holds all of it, and its commits noted nothing else, as far as is known. */
  private boolean isSame(RepairPlan plan, LoggedRows logged, Replacement replacement) {
    if (plan.rollback().isPresent()) {
      return replacement.replaced().isEmpty() && replacement.restored().isEmpty();
    }
    NotedValues noted = NotedValues.of(target.table());
    StretchSums held = replacement.held();

    return held.rows() == logged.written().rows()
        && positions(plan.stretches()).stream()
            .allMatch(
                position -> {
                  ValuesHash now = logged.written().sum(position);

                  return held.sum(position).equals(now)
                      && noted
                          .of(position, plan.stretches(), logged.records(position))
                          .filter(then -> !then.equals(now))
                          .isEmpty();
                });
  }

  /**
   * By how much what the ledger notes of a partition's values changes. It has to lose what was
   * noted of these rows when they were written first, which need not be what they hold today.
   *
   * @throws FreshetException where that is known of no partition
   */
  private Map<Position, ValuesHash> differences(
      RepairPlan plan, LoggedRows logged, Replacement replacement) {
    Ledger ledger = Ledger.of(target.table().properties());
    NotedValues noted = NotedValues.of(target.table());
    Map<Position, ValuesHash> differences = new HashMap<>();
    Optional<StretchSums> whole = Optional.empty();
    for (Position position : positions(plan.stretches())) {
      Optional<ValuesHash> sum = ledger.entry(position).orElseThrow().counts().values();
      if (sum.isEmpty()) {
        continue;
      }
      ValuesHash now = logged.written().sum(position);
      Optional<ValuesHash> then = noted.of(position, plan.stretches(), logged.records(position));
      if (then.isEmpty() && plan.rollback().isEmpty()) {
        whole = whole.or(() -> Optional.of(wholePartitions(plan.stretches())));
        then = known(sum.get(), whole.get().sum(position), replacement.held().sum(position), now);
      }
      differences.put(
          position, now.minus(then.orElseThrow(() -> unknown(position, plan.stretches(), noted))));
    }

    return differences;
  }

  /**
   * What was noted of the rows that are replaced, where the ledger's sum tells: the partition
   * agrees with it as it is, or will once these rows are there.
   *
   * @param sum of the partition, as the ledger has it
   * @param whole what its rows add up to
   * @param held what those of them that are replaced do
   * @param now what those that come in their place do
   */
  private static Optional<ValuesHash> known(
      ValuesHash sum, ValuesHash whole, ValuesHash held, ValuesHash now) {
    if (sum.equals(whole)) {
      return Optional.of(held);
    }

    return sum.equals(whole.minus(held).plus(now)) ? Optional.of(now) : Optional.empty();
  }

  private FreshetException unknown(Position position, List<Stretch> stretches, NotedValues noted) {
    String commits =
        noted.around(stretches).stream()
            .filter(stretch -> stretch.position().equals(position))
            .map(stretch -> "%d-%d".formatted(stretch.from(), stretch.end() - 1))
            .collect(Collectors.joining(", "));

    return new FreshetException(
        Fault.CALLER,
        "Cannot repair these offsets of partition %s of %s alone: more of it is not what was noted of it"
                .formatted(position, target.table().name())
            + ", so that nobody can tell what was noted of these. "
            + (commits.isEmpty()
                ? "Repair all of the partition"
                : "Repair whole commits, which are %s, or all of the partition"
                    .formatted(commits)));
  }

  private static Ledger repaired(
      Ledger ledger, List<Stretch> stretches, Map<Position, ValuesHash> differences) {
    Map<Position, ValuesHash> values = new HashMap<>();
    differences.forEach(
        (position, difference) ->
            ledger
                .entry(position)
                .flatMap(entry -> entry.counts().values())
                .ifPresent(sum -> values.put(position, sum.plus(difference))));

    return ledger.repaired(stretches, values);
  }

  private static Set<Position> positions(List<Stretch> stretches) {
    return stretches.stream().map(Stretch::position).collect(Collectors.toSet());
  }

  private static RepairReceipt receipt(
      RepairPlan plan,
      LoggedRows logged,
      Replacement replacement,
      int filesWritten,
      Optional<Snapshot> snapshot) {
    return new RepairReceipt(
        plan,
        logged.records(),
        replacement.rows(),
        logged.written().rows(),
        logged.deadLetters(),
        logged.tests(),
        snapshot.isPresent() ? replacement.replaced().size() : 0,
        filesWritten,
        logged.written().rows() == 0
            ? Optional.empty()
            : Optional.of(
                new RepairReceipt.EventTimes(instant(logged.oldest()), instant(logged.newest()))),
        snapshot.map(Snapshot::snapshotId),
        false);
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
