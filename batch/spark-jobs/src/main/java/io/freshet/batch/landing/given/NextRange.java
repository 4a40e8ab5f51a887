package io.freshet.batch.landing.given;

import io.freshet.batch.landing.database.ForeignDatabase;
import io.freshet.batch.landing.database.JdbcAccess;
import io.freshet.batch.landing.database.KeyBounds;
import io.freshet.core.lake.LandedFile;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The rows of another database's table behind the last range of it that was landed, so that nobody
 * keeps numbers by hand. A row that takes a smaller number later is passed over, as with any range.
 *
 * @param count how many numbers from the first one that a row has
 */
public record NextRange(String url, String table, String key, long count) {
  public NextRange {
    if (count < 1) {
      throw new FreshetException(
          Fault.CALLER, "--next is %d; it must be 1 or more numbers".formatted(count));
    }
    // It says what names may not hold.
    new TableRange(url, table, key, 0, count);
  }

  /** Up to its last row at most, as more may come behind that; empty where no row is left. */
  public Optional<TableRange> behind(Collection<LandedFile> landed, JdbcAccess access) {
    OptionalLong begin = begin(landed);

    return ForeignDatabase.of(url, access).bounds(table, key, begin).map(left -> of(begin, left));
  }

  /**
   * Where the last range of the table ends. A database is known by its URL's text: under another
   * one, all rows of the same table would come once more.
   */
  OptionalLong begin(Collection<LandedFile> landed) {
    List<TableRange> ranges =
        landed.stream().flatMap(file -> TableRange.of(file.name()).stream()).toList();
    OptionalLong end =
        ranges.stream()
            .filter(range -> range.isOf(url, table, key))
            .mapToLong(TableRange::to)
            .max();
    if (end.isEmpty()) {
      ranges.stream()
          .filter(range -> range.isOf(range.url(), table, key))
          .max(Comparator.comparingLong(TableRange::to))
          .ifPresent(this::refuseToBeginAnew);
    }

    return end;
  }

  private void refuseToBeginAnew(TableRange other) {
    throw new FreshetException(
        Fault.CALLER,
        "Rows of %s up to %s %d came from %s, and none from %s: where that is the same database, write its URL as it was; where it is another, land its first range by --from-key and --to-key"
            .formatted(table, key, other.to(), other.url(), url));
  }

  /** Numbers that no row has are counted from none: a range always has a row. */
  TableRange of(OptionalLong begin, KeyBounds left) {
    long to = left.last() - left.first() < count ? left.last() + 1 : left.first() + count;

    return new TableRange(url, table, key, begin.orElse(left.first()), to);
  }
}
