package io.freshet.core.lake;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * What a table says about the log positions it holds: per source and partition how far it has read
 * and what became of the records. Cumulative, so its size follows the number of partitions, not of
 * commits. Lives in the table property {@link #PROPERTY}, which survives every engine's rewrites
 * and expiry. Immutable.
 */
public final class Ledger {
  public static final String PROPERTY = "freshet.ledger";
  public static final Ledger EMPTY = new Ledger(Map.of(), Map.of(), Repairs.NONE, Map.of());

  private final TreeMap<Integer, LogSource> sources;
  private final TreeMap<Position, Entry> entries;
  private final Repairs repairs;
  private final TreeMap<Position, ErasedRows> erased;

  /**
   * What the ledger says of one partition.
   *
   * @param start where the table began to read, or the first offset of what came in from before
   * @param end the next offset to read
   * @param newestEventTime microseconds; {@link Long#MIN_VALUE} before the first row
   */
  public record Entry(long start, long end, Counts counts, long newestEventTime) {
    Entry withValues(ValuesHash values) {
      return new Entry(start, end, counts.withValues(values), newestEventTime);
    }

    /** It began where it began, whatever a job's state says of the time before. */
    private Entry continuedBy(Entry next) {
      return new Entry(
          start,
          next.end,
          counts.plus(next.counts),
          Math.max(newestEventTime, next.newestEventTime));
    }

    /** Both stretches, whichever comes first. */
    private Entry with(Entry other) {
      return new Entry(
          Math.min(start, other.start),
          Math.max(end, other.end),
          counts.plus(other.counts),
          Math.max(newestEventTime, other.newestEventTime));
    }
  }

  Ledger(
      Map<Integer, LogSource> sources,
      Map<Position, Entry> entries,
      Repairs repairs,
      Map<Position, ErasedRows> erased) {
    this.sources = new TreeMap<>(sources);
    this.entries = new TreeMap<>(Position.ORDER);
    this.entries.putAll(entries);
    this.repairs = repairs;
    this.erased = new TreeMap<>(Position.ORDER);
    this.erased.putAll(erased);
  }

  /** Reads the ledger from a table's properties; empty when the table has none yet. */
  public static Ledger of(Map<String, String> tableProperties) {
    String json = tableProperties.get(PROPERTY);

    return json == null ? EMPTY : LedgerCodec.read(json);
  }

  public Map<Integer, LogSource> sources() {
    return Map.copyOf(sources);
  }

  public Map<Position, Entry> entries() {
    return new TreeMap<>(entries);
  }

  /** What of it was written anew, from the log or without rows that were erased. */
  public Repairs repairs() {
    return repairs;
  }

  /** The rows of a partition that were seen, written and then erased. */
  public ErasedRows erased(Position position) {
    return erased.getOrDefault(position, ErasedRows.NONE);
  }

  /** The same of every partition that has any. */
  public Map<Position, ErasedRows> erased() {
    return new TreeMap<>(erased);
  }

  public OptionalInt numberOf(LogSource source) {
    return sources.entrySet().stream()
        .filter(entry -> entry.getValue().equals(source))
        .mapToInt(Map.Entry::getKey)
        .findFirst();
  }

  /** This ledger with the source numbered; unchanged when it is already. */
  public Ledger withSource(LogSource source) {
    if (numberOf(source).isPresent()) {
      return this;
    }
    Map<Integer, LogSource> more = new TreeMap<>(sources);
    more.put(sources.isEmpty() ? 1 : sources.lastKey() + 1, source);

    return new Ledger(more, entries, repairs, erased);
  }

  public Optional<Entry> entry(Position position) {
    return Optional.ofNullable(entries.get(position));
  }

  /** The next offset that the table lacks; 0 for a partition that it has never read. */
  public long end(Position position) {
    Entry entry = entries.get(position);

    return entry == null ? 0 : entry.end();
  }

  /** The next offset to read of each partition of a source; empty when it is unknown. */
  public Map<Integer, Long> positionsOf(LogSource source) {
    Map<Integer, Long> positions = new TreeMap<>();
    numberOf(source)
        .ifPresent(
            number ->
                entries.forEach(
                    (position, entry) -> {
                      if (position.source() == number) {
                        positions.put(position.partition(), entry.end());
                      }
                    }));

    return positions;
  }

  /**
   * What has come to each partition since an earlier ledger of the same table.
   *
   * @throws IllegalArgumentException when the other is no earlier one
   */
  public Map<Position, Entry> since(Ledger earlier) {
    Map<Position, Entry> since = new TreeMap<>(Position.ORDER);
    entries.forEach((position, entry) -> since.put(position, since(position, entry, earlier)));

    return since;
  }

  private static Entry since(Position position, Entry entry, Ledger earlier) {
    Optional<Entry> before = earlier.entry(position);
    if (before.isEmpty()) {
      return entry;
    }
    if (before.get().end() > entry.end()) {
      throw new IllegalArgumentException(
          "Partition %s ends at %d in the ledger that should be earlier, and at %d now"
              .formatted(position, before.get().end(), entry.end()));
    }

    return new Entry(
        before.get().end(),
        entry.end(),
        entry.counts().minus(before.get().counts()),
        entry.newestEventTime());
  }

  /** From the JSON that {@link #toJson} prints. */
  public static Ledger parse(String json) {
    return LedgerCodec.read(json);
  }

  public Counts total() {
    return entries.values().stream().map(Entry::counts).reduce(Counts.NONE, Counts::plus);
  }

  /** How a commit's ranges lie to what the table holds. */
  public Relation relationTo(Collection<Range> ranges) {
    boolean anyHeld = false;
    boolean anyNew = false;
    for (Range range : ranges) {
      long end = end(range.position());
      if (range.end() <= end) {
        anyHeld = true;
      } else if (range.first() < end) {
        return Relation.OVERLAPS;
      } else if (range.start() > end) {
        // Also where the ledger knows nothing of the partition: only a job whose state is older
        // than the table knows a start then. A first range has none, wherever its log begins.
        return Relation.LEAVES_GAP;
      } else {
        anyNew = true;
      }
    }

    return anyNew ? (anyHeld ? Relation.OVERLAPS : Relation.NEXT) : Relation.HELD;
  }

  /** Where ranges stand. */
  public enum Relation {
    /** They continue the table. */
    NEXT,
    /** The table holds all of them. */
    HELD,
    /** The table holds some of their records. */
    OVERLAPS,
    /** Records between the table's end and their start are in neither. */
    LEAVES_GAP
  }

  /** This ledger after a commit of ranges that are {@link Relation#NEXT}. */
  public Ledger plus(Collection<Range> ranges) {
    Map<Position, Entry> next = new TreeMap<>(entries);
    for (Range range : ranges) {
      if (!sources.containsKey(range.position().source())) {
        throw new IllegalArgumentException(
            "The ledger has no source %d; number it before writing its rows"
                .formatted(range.position().source()));
      }
      next.merge(
          range.position(),
          new Entry(
              range.start() == Range.UNKNOWN ? range.first() : range.start(),
              range.end(),
              range.counts(),
              range.newestEventTime()),
          Entry::continuedBy);
    }

    return new Ledger(sources, next, repairs, erased);
  }

  /**
   * This ledger of a table that begins to read a source's partitions at these offsets, and of which
   * it has read nothing. Those that it has read stay as they are.
   */
  public Ledger beginningAt(LogSource source, Map<Integer, Long> offsets) {
    Ledger numbered = withSource(source);
    int number = numbered.numberOf(source).orElseThrow();
    Map<Position, Entry> next = new TreeMap<>(entries);
    offsets.forEach(
        (partition, offset) ->
            next.putIfAbsent(
                new Position(number, partition),
                new Entry(offset, offset, Counts.NONE, Long.MIN_VALUE)));

    return new Ledger(numbered.sources, next, repairs, erased);
  }

  /**
   * This ledger after records came in from before where it began. It has begun earlier then; where
   * it ends stays.
   *
   * @param earlier what became of them, up to where the partition began
   * @throws IllegalArgumentException where they end elsewhere, so that some would be left out or
   *     counted twice
   */
  public Ledger extended(Map<Position, Entry> earlier) {
    Map<Position, Entry> next = new TreeMap<>(entries);
    List<Repairs.Stretch> stretches = new ArrayList<>();
    earlier.forEach(
        (position, added) -> {
          Entry held = entries.get(position);
          if (held == null || held.start() != added.end()) {
            throw new IllegalArgumentException(
                "Partition %s: what comes before ends at %d, and the ledger says %s"
                    .formatted(position, added.end(), held));
          }
          next.put(position, held.with(added));
          stretches.add(new Repairs.Stretch(position, added.start(), added.end()));
        });

    return new Ledger(sources, next, repairs.plus(stretches), erased);
  }

  /**
   * This ledger after rows came in at offsets that it may have passed already, as of a table that
   * has rows of some records only. None of them was there before.
   */
  public Ledger filledIn(Collection<Range> ranges) {
    Map<Position, Entry> next = new TreeMap<>(entries);
    List<Repairs.Stretch> stretches = new ArrayList<>();
    for (Range range : ranges) {
      Entry added = new Entry(range.first(), range.end(), range.counts(), range.newestEventTime());
      next.merge(range.position(), added, Entry::with);
      stretches.add(new Repairs.Stretch(range.position(), range.first(), range.end()));
    }

    return new Ledger(sources, next, repairs.plus(stretches), erased);
  }

  /**
   * This ledger after rows were written anew from the log. It has seen no other records than
   * before; what it notes of their values changes.
   *
   * @param values what the values of each partition that is named add up to from now on
   */
  public Ledger repaired(Collection<Repairs.Stretch> stretches, Map<Position, ValuesHash> values) {
    Map<Position, Entry> next = new TreeMap<>(entries);
    values.forEach(
        (position, hash) ->
            next.computeIfPresent(position, (same, entry) -> entry.withValues(hash)));

    return new Ledger(sources, next, repairs.plus(stretches), erased);
  }

  /**
   * This ledger after rows were erased. It has seen what it has seen; what it notes of the values
   * loses theirs, and they are no longer to be found.
   *
   * @param gone which rows, by partition
   * @param values what these rows' values add up to
   * @param logBegins the first offset that the log still has, by partition; where none is told, no
   *     offset is named
   */
  public Ledger erased(
      Map<Position, ErasedRows> gone,
      Map<Position, ValuesHash> values,
      Map<Position, Long> logBegins) {
    List<GoneRows> all = new ArrayList<>();
    gone.forEach(
        (position, rows) ->
            all.add(
                new GoneRows(
                    new Repairs.Stretch(
                        position,
                        rows.named().findFirst().orElseThrow(),
                        rows.named().max().orElseThrow() + 1),
                    rows,
                    values.get(position),
                    logBegins.getOrDefault(position, Long.MAX_VALUE))));

    return without(all);
  }

  /** The same, where not every row that has gone need be named. */
  public Ledger without(Collection<GoneRows> gone) {
    Map<Position, Entry> next = new TreeMap<>(entries);
    Map<Position, ErasedRows> all = new TreeMap<>(erased);
    List<Repairs.Stretch> stretches = new ArrayList<>();
    for (GoneRows rows : gone) {
      Position position = rows.stretch().position();
      next.computeIfPresent(
          position,
          (same, entry) ->
              entry
                  .counts()
                  .values()
                  .map(sum -> entry.withValues(sum.minus(rows.values())))
                  .orElse(entry));
      all.put(position, erased(position).plus(rows.rows(), rows.logBegin()));
      stretches.add(rows.stretch());
    }

    return new Ledger(sources, next, repairs.plus(stretches), all);
  }

  public String toJson() {
    return LedgerCodec.write(this);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Ledger ledger
        && sources.equals(ledger.sources)
        && entries.equals(ledger.entries)
        && repairs.equals(ledger.repairs)
        && erased.equals(ledger.erased);
  }

  @Override
  public int hashCode() {
    return Objects.hash(sources, entries, repairs, erased);
  }

  @Override
  public String toString() {
    return toJson();
  }
}
