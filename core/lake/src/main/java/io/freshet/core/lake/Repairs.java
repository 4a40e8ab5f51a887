package io.freshet.core.lake;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Which stretches of the log a table has written anew from it. What commits of before noted of
 * their values may not hold there any more; the ledger's sum does. Immutable.
 *
 * @param count of repairs, so that each leaves another ledger behind
 * @param stretches in order, none touching the next
 */
public record Repairs(int count, List<Stretch> stretches) {
  public static final Repairs NONE = new Repairs(0, List.of());

  /**
   * Offsets of one partition.
   *
   * @param end the first offset behind it
   */
  public record Stretch(Position position, long from, long end) {
    public Stretch {
      if (from < 0 || from >= end) {
        throw new IllegalArgumentException(
            "Partition %s: offsets from %d to before %d are none".formatted(position, from, end));
      }
    }

    public boolean contains(long offset) {
      return from <= offset && offset < end;
    }

    public boolean contains(Range range) {
      return position.equals(range.position()) && from <= range.first() && range.end() <= end;
    }

    /** Whether they have offsets in common. */
    public boolean overlaps(Range range) {
      return position.equals(range.position()) && from < range.end() && range.first() < end;
    }

    private boolean touches(Stretch other) {
      return position.equals(other.position) && from <= other.end && other.from <= end;
    }

    private Stretch with(Stretch other) {
      return new Stretch(position, Math.min(from, other.from), Math.max(end, other.end));
    }
  }

  public Repairs {
    stretches = merged(stretches);
  }

  /** With one more, of these stretches. */
  public Repairs plus(Collection<Stretch> more) {
    List<Stretch> all = new ArrayList<>(stretches);
    all.addAll(more);

    return new Repairs(count + 1, all);
  }

  /** Whether a commit of that range has rows that were written anew since. */
  public boolean touch(Range range) {
    return stretches.stream().anyMatch(stretch -> stretch.overlaps(range));
  }

  /** The first offset behind all that was written anew of a partition; 0 where nothing was. */
  public long end(Position position) {
    return stretches.stream()
        .filter(stretch -> stretch.position().equals(position))
        .mapToLong(Stretch::end)
        .max()
        .orElse(0);
  }

  /** In order, those that touch as one. */
  public static List<Stretch> merged(Collection<Stretch> some) {
    List<Stretch> sorted = new ArrayList<>(some);
    sorted.sort(
        Comparator.comparing(Stretch::position, Position.ORDER).thenComparingLong(Stretch::from));
    List<Stretch> merged = new ArrayList<>();
    for (Stretch next : sorted) {
      int last = merged.size() - 1;
      if (last >= 0 && merged.get(last).touches(next)) {
        merged.set(last, merged.get(last).with(next));
      } else {
        merged.add(next);
      }
    }

    return List.copyOf(merged);
  }
}
