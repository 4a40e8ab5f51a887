package io.freshet.ingestion.writer.commit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.lake.AmbiguousCommits;
import io.freshet.core.lake.CommitSummary;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.LedgerCodec;
import io.freshet.core.lake.LedgerSnapshots;
import io.freshet.core.lake.TableWatermark;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.tracing.Tracing;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.ContentFileParser;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.RowDelta;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotAncestryValidator;
import org.apache.iceberg.SnapshotUpdate;
import org.apache.iceberg.Table;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.UpdateProperties;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.util.Tasks;

/**
 * Adds one committable to one table in one Iceberg transaction: files, ledger and watermark become
 * visible together or not at all. Committing the same one again does nothing.
 */
final class TableCommit {
  private static final int ATTEMPTS = 20;
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final double GROWTH = 1.5;

  private final ObjectMapper json = new ObjectMapper();
  private final InstantSource clock;
  private final String writer;
  private final CommitTrace trace;

  /**
   * @param writer what the snapshot's summary names as its writer
   */
  TableCommit(InstantSource clock, String writer) {
    this(clock, writer, Tracing.off());
  }

  /** As the other one, and records each commit. */
  TableCommit(InstantSource clock, String writer, Tracing tracing) {
    this.clock = clock;
    this.writer = writer;
    this.trace = new CommitTrace(tracing, clock);
  }

  /** What the table's watermark becomes after a commit. */
  interface WatermarkRule {
    Optional<Instant> after(
        Map<String, String> propertiesBefore, Ledger ledger, TableCommittable committable);
  }

  /**
   * Commits, unless the table holds these ranges already. Other pools may commit to the same table
   * meanwhile, as all do to the dead letters.
   *
   * @param table as it was just loaded: each reading of it costs as much as a commit
   * @return the snapshot that holds them; empty when it has expired meanwhile
   * @throws FreshetException when the ranges overlap what the table holds or would leave a gap, or
   *     when files of an old state are gone
   */
  Optional<Snapshot> commit(Table table, TableCommittable committable, WatermarkRule watermark) {
    return trace.around(committable, () -> retried(table, committable, watermark));
  }

  private Optional<Snapshot> retried(
      Table table, TableCommittable committable, WatermarkRule watermark) {
    AtomicReference<Optional<Snapshot>> snapshot = new AtomicReference<>();
    AtomicBoolean isRetry = new AtomicBoolean();
    Tasks.foreach(committable)
        .retry(ATTEMPTS - 1)
        .exponentialBackoff(
            SHORTEST_PAUSE.toMillis(), LONGEST_PAUSE.toMillis(), PATIENCE.toMillis(), GROWTH)
        .onlyRetryOn(ValidationException.class, CommitFailedException.class)
        .run(
            each -> {
              if (isRetry.getAndSet(true)) {
                table.refresh();
              }
              snapshot.set(commitOnce(table, each, watermark));
            });

    return snapshot.get();
  }

  private Optional<Snapshot> commitOnce(
      Table table, TableCommittable committable, WatermarkRule watermark) {
    if (!committable.isFor(table.uuid().toString())) {
      throw new FreshetException(
          Fault.CALLER,
          "Refused to commit %s: it was dropped and created again since its files were written"
              .formatted(table.name()));
    }
    Ledger ledger = Ledger.of(table.properties());
    switch (ledger.relationTo(committable.ranges())) {
      case HELD -> {
        return holding(table, committable);
      }
      case OVERLAPS, LEAVES_GAP -> throw refusal(table, ledger, committable);
      case NEXT -> {
        try {
          append(table, ledger, committable, watermark);
        } catch (CommitStateUnknownException e) {
          return readBack(table, committable, e);
        }
      }
    }

    // The catalog's answer to a commit is the table as it is then.
    return holding(table, committable);
  }

  private void append(
      Table table, Ledger ledger, TableCommittable committable, WatermarkRule watermark) {
    List<List<ContentFile<?>>> steps =
        committable.files().steps().stream().map(step -> parse(table, step)).toList();
    PendingFiles.require(
        table,
        steps.stream().flatMap(List::stream).toList(),
        Instant.ofEpochMilli(committable.flushedAtMillis()),
        clock.instant());
    // Of the state whose ledger was read: a transaction begins by refreshing the table.
    SnapshotAncestryValidator noOther = LedgerSnapshots.noOtherSince(table);
    Transaction transaction = AmbiguousCommits.transaction(table);
    for (int i = 0; i < steps.size(); i++) {
      SnapshotUpdate<?> step = added(transaction, steps.get(i));
      if (i == 0) {
        step.validateWith(noOther);
      }
      if (i == steps.size() - 1) {
        step.set(CommitSummary.RANGES, LedgerCodec.writeRanges(committable.ranges()));
        step.set(
            CommitSummary.RECEIVED_TO_COMMIT,
            committable.received().waitedAt(clock.millis()).encode());
      }
      step.set(CommitSummary.WRITER, writer);
      step.commit();
    }

    Ledger after = ledger.plus(committable.ranges());
    UpdateProperties properties =
        transaction.updateProperties().set(Ledger.PROPERTY, after.toJson());
    watermark
        .after(table.properties(), after, committable)
        .ifPresent(instant -> properties.set(TableWatermark.PROPERTY, instant.toString()));
    properties.commit();
    transaction.commitTransaction();
  }

  private static SnapshotUpdate<?> added(Transaction transaction, List<ContentFile<?>> files) {
    if (files.stream().allMatch(DataFile.class::isInstance)) {
      AppendFiles append = transaction.newAppend();
      files.forEach(file -> append.appendFile((DataFile) file));

      return append;
    }
    RowDelta delta = transaction.newRowDelta();
    for (ContentFile<?> file : files) {
      if (file instanceof DeleteFile deletes) {
        delta.addDeletes(deletes);
      } else {
        delta.addRows((DataFile) file);
      }
    }

    return delta;
  }

  private Optional<Snapshot> readBack(
      Table table, TableCommittable committable, CommitStateUnknownException unknown) {
    table.refresh();
    if (Ledger.of(table.properties()).relationTo(committable.ranges()) == Ledger.Relation.HELD) {
      return holding(table, committable);
    }
    if (unknown.getCause() instanceof CommitFailedException refused) {
      throw refused;
    }
    throw new FreshetException(
        Fault.DEPENDENCY,
        "The catalog did not say whether it committed %s, and the table does not show it yet; the"
                .formatted(table.name())
            + " job restarts and commits again, which is safe",
        unknown);
  }

  private static Optional<Snapshot> holding(Table table, TableCommittable committable) {
    String ranges = LedgerCodec.writeRanges(committable.ranges());
    for (Snapshot snapshot : table.snapshots()) {
      if (ranges.equals(snapshot.summary().get(CommitSummary.RANGES))) {
        return Optional.of(snapshot);
      }
    }

    return Optional.empty();
  }

  private static FreshetException refusal(
      Table table, Ledger ledger, TableCommittable committable) {
    return new FreshetException(
        Fault.OURS,
        "Refused to commit %s: its ledger is %s, the commit brings %s (%s). Another writer is or was"
                .formatted(
                    table.name(),
                    ledger.entries(),
                    committable.ranges(),
                    ledger.relationTo(committable.ranges()))
            + " at work: stop one of them. This one reads its records again from where the ledger ends;"
            + " of dead letters it can't, so when the job fails over this again and again, start one of"
            + " them without its state");
  }

  private List<ContentFile<?>> parse(Table table, List<String> files) {
    List<ContentFile<?>> parsed = new ArrayList<>();
    for (String file : files) {
      try {
        parsed.add(ContentFileParser.fromJson(json.readTree(file), table.specs()));
      } catch (JsonProcessingException e) {
        throw new FreshetException(
            Fault.OURS, "A committable of %s holds no file: %s".formatted(table.name(), file), e);
      }
    }

    return parsed;
  }
}
