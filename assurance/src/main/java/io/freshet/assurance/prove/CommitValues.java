package io.freshet.assurance.prove;

import io.freshet.core.lake.CommitSummary;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.LedgerCodec;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.Range;
import io.freshet.core.lake.Repairs;
import io.freshet.core.lake.RowHasher;
import io.freshet.core.lake.ValuesHash;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/**
 * Holds the values of one log partition's rows, or of its events, against what the writer decoded,
 * commit by commit as far as snapshots still tell of commits, and the rest as a whole. A stretch
 * that has more or fewer rows than were written is not judged: that is a finding anyway. Neither is
 * one of events of which only some were written with columns that the contract has dropped since.
 * Not thread-safe.
 */
final class CommitValues {
  private final NavigableMap<Long, Sum> commits = new TreeMap<>();
  private final Sum rest;

  /**
   * What came of it.
   *
   * @param altered where rows are not what was decoded
   * @param proved how many rows are what was decoded; of others nobody knows, or something is wrong
   */
  record Settled(List<Offsets.OffsetRange> altered, long proved) {
    Settled {
      altered = List.copyOf(altered);
    }
  }

  /** The rows of a stretch: what they should add up to, and what they do. */
  private static final class Sum {
    private final long from;
    private final long end;
    private final long wantedRows;
    private final Optional<ValuesHash> wanted;
    private final RowHasher hasher = new RowHasher();
    private final RowHasher withoutDropped = new RowHasher();
    private long rows;
    private long rowsWithoutDropped;
    private ValuesHash found = ValuesHash.NONE;
    private ValuesHash foundWithoutDropped = ValuesHash.NONE;

    Sum(long from, long end, long wantedRows, Optional<ValuesHash> wanted) {
      this.from = from;
      this.end = end;
      this.wantedRows = wantedRows;
      this.wanted = wanted;
    }

    boolean isJudged() {
      return rows == wantedRows && wanted.isPresent();
    }

    /** Adds up what has come; asked before, the questions know nothing of it. */
    void settle() {
      found = found.plus(hasher.drain());
      foundWithoutDropped = foundWithoutDropped.plus(withoutDropped.drain());
    }

    boolean isAsWanted() {
      return isJudged()
          && (wanted.get().equals(found)
              || (rowsWithoutDropped > 0 && wanted.get().equals(foundWithoutDropped)));
    }

    boolean isAltered() {
      if (isAsWanted() || !isJudged()) {
        return false;
      }

      return rowsWithoutDropped == 0 || found.equals(foundWithoutDropped);
    }
  }

  /** Of a partition of which nothing was written anew. */
  CommitValues(Ledger.Entry entry, Collection<Range> told) {
    this(entry, told, 0, 0);
  }

  /**
   * @param told ranges of commits that are still told of, and whose rows no repair has written
   *     anew; others of the partition make up the rest
   * @param repaired where the last repair ends; 0 where there was none
   * @param erased how many of the rows that were written have been erased
   */
  CommitValues(Ledger.Entry entry, Collection<Range> told, long repaired, long erased) {
    long rows = entry.counts().rows() - erased;
    Optional<ValuesHash> values = entry.counts().values();
    for (Range range : told) {
      if (range.counts().values().isPresent()) {
        commits.put(
            range.first(),
            new Sum(range.first(), range.end(), range.counts().rows(), range.counts().values()));
        rows -= range.counts().rows();
        values = values.map(hash -> hash.minus(range.counts().values().get()));
      }
    }
    long end = commits.isEmpty() ? entry.end() : Math.max(commits.firstKey(), repaired);
    this.rest = new Sum(entry.start(), Math.max(end, entry.start() + 1), rows, values);
  }

  /**
   * What the writer noted of each partition.
   *
   * @param ledger of the table; of rows that a repair has written anew it alone knows the values
   * @param before the ledger that was proved before; what commits noted up to there is left out
   */
  static Map<Position, CommitValues> of(Table table, Ledger ledger, Ledger before) {
    Map<Position, Ledger.Entry> entries = ledger.since(before);
    Map<Position, List<Range>> told = told(table, ledger.repairs());
    Map<Position, CommitValues> values = new HashMap<>();
    entries.forEach(
        (position, entry) ->
            values.put(
                position,
                new CommitValues(
                    entry,
                    told.getOrDefault(position, List.of()).stream()
                        .filter(range -> range.first() >= before.end(position))
                        .toList(),
                    ledger.repairs().end(position),
                    before.entry(position).isPresent() ? 0 : ledger.erased(position).count())));

    return values;
  }

  private static Map<Position, List<Range>> told(Table table, Repairs repairs) {
    Map<Position, List<Range>> told = new HashMap<>();
    for (Snapshot snapshot : table.snapshots()) {
      String ranges = snapshot.summary().get(CommitSummary.RANGES);
      if (ranges != null) {
        LedgerCodec.readRanges(ranges).stream()
            .filter(range -> !repairs.touch(range))
            .forEach(
                range ->
                    told.computeIfAbsent(range.position(), first -> new ArrayList<>()).add(range));
      }
    }

    return told;
  }

  /** Takes the values of the row at that offset; whoever asks adds them and ends the row. */
  RowHasher row(long offset) {
    Sum sum = sum(offset);
    sum.rows++;

    return sum.hasher;
  }

  /** The same of an event, for its values without those of columns that were dropped. */
  RowHasher rowWithoutDropped(long offset) {
    Sum sum = sum(offset);
    sum.rowsWithoutDropped++;

    return sum.withoutDropped;
  }

  private Sum sum(long offset) {
    Map.Entry<Long, Sum> commit = commits.floorEntry(offset);

    return commit != null && offset < commit.getValue().end ? commit.getValue() : rest;
  }

  /** Adds up the rows that have come so far. */
  Settled settle() {
    sums().forEach(Sum::settle);
    List<Offsets.OffsetRange> altered =
        sums()
            .filter(Sum::isAltered)
            .map(sum -> new Offsets.OffsetRange(sum.from, sum.end - 1))
            .toList();

    return new Settled(altered, sums().filter(Sum::isAsWanted).mapToLong(sum -> sum.rows).sum());
  }

  private Stream<Sum> sums() {
    return Stream.concat(Stream.of(rest), commits.values().stream());
  }
}
