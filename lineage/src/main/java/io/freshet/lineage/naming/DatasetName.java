package io.freshet.lineage.naming;

import java.util.Locale;

/**
 * The one name of a dataset in the graph.
 *
 * @param name a topic; {@code namespace.table}; or an address where it is neither
 */
public record DatasetName(Kind kind, String name) implements Comparable<DatasetName> {
  /** What bears names of its own: a topic and a table may be called the same. */
  public enum Kind {
    STREAM,
    TABLE,
    OTHER;

    /** As Postgres and clients see it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Kind labelled(String label) {
      return valueOf(label.toUpperCase(Locale.ROOT));
    }
  }

  public static DatasetName stream(String topic) {
    return new DatasetName(Kind.STREAM, topic);
  }

  public static DatasetName table(String name) {
    return new DatasetName(Kind.TABLE, name);
  }

  public static DatasetName other(String address) {
    return new DatasetName(Kind.OTHER, address);
  }

  /** Unique in the graph: {@code table:raw.markets}. */
  public String id() {
    return kind.label() + ":" + name;
  }

  @Override
  public int compareTo(DatasetName other) {
    return id().compareTo(other.id());
  }
}
