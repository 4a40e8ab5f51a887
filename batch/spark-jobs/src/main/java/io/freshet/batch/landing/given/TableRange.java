package io.freshet.batch.landing.given;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rows of a table of another database, by a column of whole numbers of which no two rows have the
 * same. To the table that they are landed in they are a file, and the number less {@code from} is a
 * row's place in it; those that follow directly behind it make the file longer.
 *
 * @param url of JDBC, without anybody's password
 * @param from the first number
 * @param to behind the last one
 */
public record TableRange(String url, String table, String key, long from, long to) {
  /** What stands for the content: rows of a range are landed once, whatever becomes of them. */
  private static final String CONTENT = "range";

  /** A password as an option, or before the host. */
  private static final Pattern SECRET =
      Pattern.compile("password|//[^/?]*@", Pattern.CASE_INSENSITIVE);

  private static final Pattern NAME =
      Pattern.compile("(jdbc:[^#]+)#([^?]+)\\?([^=]+)=(-?\\d+)\\.\\.(-?\\d+)");

  public TableRange {
    if (from >= to) {
      throw new FreshetException(
          Fault.CALLER,
          "--from-key is %d and --to-key %d; the second must be larger, as rows up to before it are landed"
              .formatted(from, to));
    }
    if (table.contains("?") || key.contains("=")) {
      throw new FreshetException(
          Fault.CALLER,
          "--table is %s and --key %s; a table is named without ?, and a column without ="
              .formatted(table, key));
    }
    if (!url.startsWith("jdbc:") || url.contains("#") || SECRET.matcher(url).find()) {
      throw new FreshetException(
          Fault.CALLER,
          "A database is named as jdbc:postgresql://host:5432/database; user and password are the settings landing.user and landing.password");
    }
  }

  public GivenFile given() {
    return new GivenFile(
        "%s#%s?%s=%d..%d".formatted(url, table, key, from, to), FileFormat.JDBC, 0, CONTENT);
  }

  /** Of a name that {@link #given} has made; empty for a file's. */
  static Optional<TableRange> of(String name) {
    Matcher parts = NAME.matcher(name);

    return parts.matches()
        ? Optional.of(
            new TableRange(
                parts.group(1),
                parts.group(2),
                parts.group(3),
                Long.parseLong(parts.group(4)),
                Long.parseLong(parts.group(5))))
        : Optional.empty();
  }

  boolean isOf(String url, String table, String key) {
    return this.url.equals(url) && this.table.equals(table) && this.key.equals(key);
  }

  /** Whether the other begins where this one ends. */
  boolean isFollowedBy(TableRange other) {
    return other.isOf(url, table, key) && to == other.from;
  }

  /** From where this one begins to where another one ends. */
  TableRange upTo(TableRange other) {
    return new TableRange(url, table, key, from, other.to);
  }

  boolean contains(TableRange other) {
    return other.isOf(url, table, key) && from <= other.from && other.to <= to;
  }

  boolean overlaps(TableRange other) {
    return other.isOf(url, table, key) && from < other.to && other.from < to;
  }
}
