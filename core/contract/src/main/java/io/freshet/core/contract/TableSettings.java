package io.freshet.core.contract;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a contract asks of its Iceberg table, which bears the contract's name.
 *
 * @param namespace {@code raw}, {@code clean} or {@code marts}
 * @param partitioning in order; by day of the event time unless the contract says otherwise
 * @param sort column names; partition key, entity key, event time unless the contract says
 *     otherwise
 * @param keepClientId whether the envelope's id gets a column
 * @param pages of the table's Parquet files
 * @param isolation whether others' events pass through the job that writes it
 * @param rows which events have one
 */
public record TableSettings(
    String namespace,
    List<Partitioning> partitioning,
    List<String> sort,
    Timing timing,
    Optional<Duration> retention,
    boolean keepClientId,
    Pages pages,
    Isolation isolation,
    Rows rows)
    implements Serializable {
  public TableSettings {
    partitioning = List.copyOf(partitioning);
    sort = List.copyOf(sort);
  }

  /** Of a table with a row for every event. */
  public TableSettings(
      String namespace,
      List<Partitioning> partitioning,
      List<String> sort,
      Timing timing,
      Optional<Duration> retention,
      boolean keepClientId,
      Pages pages,
      Isolation isolation) {
    this(
        namespace,
        partitioning,
        sort,
        timing,
        retention,
        keepClientId,
        pages,
        isolation,
        Rows.OF_ALL_EVENTS);
  }

  /** One part of the partition spec. */
  public record Partitioning(Transform transform, String column) implements Serializable {}

  /** How a column becomes a partition value. */
  public enum Transform {
    IDENTITY,
    DAY,
    HOUR
  }

  /** Versions of Parquet's pages, and with them of the encodings within. */
  public enum Pages {
    /** What every reader knows: dictionaries and plain values. */
    V1,
    /** Numbers as differences, texts by what they share with the one before. */
    V2
  }

  /** Which job writes a stream's events. */
  public enum Isolation {
    /** One job with all others that don't say otherwise. */
    POOLED,
    /** A job of its own, with a commit interval, memory and failures of its own. */
    DEDICATED
  }

  /**
   * Which events have a row.
   *
   * @param areLatest whether only the newest event of each partition key and entity key has one
   * @param deletedBy the boolean column by which an event takes the row of its keys away; only
   *     where rows are latest
   */
  public record Rows(boolean areLatest, Optional<String> deletedBy) implements Serializable {
    public static final Rows OF_ALL_EVENTS = new Rows(false, Optional.empty());

    private Object writeReplace() {
      return new Serialized(areLatest, deletedBy.orElse(null));
    }

    private record Serialized(boolean areLatest, String deletedBy) implements Serializable {
      private Object readResolve() {
        return new Rows(areLatest, Optional.ofNullable(deletedBy));
      }
    }
  }

  /**
   * The table's budget and what the contract holds for plausible.
   *
   * @param freshness the staleness budget: how old the newest complete data may be
   * @param lateness how far an event may trail the newest one of its partition
   * @param maxAhead how far event time may lie ahead of received time
   * @param maxBehind how far event time may lie behind received time; empty: any distance
   */
  public record Timing(
      Duration freshness, Duration lateness, Duration maxAhead, Optional<Duration> maxBehind)
      implements Serializable {
    private Object writeReplace() {
      return new Serialized(freshness, lateness, maxAhead, maxBehind.orElse(null));
    }

    private record Serialized(
        Duration freshness, Duration lateness, Duration maxAhead, Duration maxBehind)
        implements Serializable {
      private Object readResolve() {
        return new Timing(freshness, lateness, maxAhead, Optional.ofNullable(maxBehind));
      }
    }
  }

  TableSettings within(Duration freshness) {
    return new TableSettings(
        namespace,
        partitioning,
        sort,
        new Timing(freshness, timing.lateness(), timing.maxAhead(), timing.maxBehind()),
        retention,
        keepClientId,
        pages,
        isolation,
        rows);
  }

  private Object writeReplace() {
    return new Serialized(
        namespace,
        partitioning,
        sort,
        timing,
        retention.orElse(null),
        keepClientId,
        pages,
        isolation,
        rows);
  }

  private record Serialized(
      String namespace,
      List<Partitioning> partitioning,
      List<String> sort,
      Timing timing,
      Duration retention,
      boolean keepClientId,
      Pages pages,
      Isolation isolation,
      Rows rows)
      implements Serializable {
    private Object readResolve() {
      return new TableSettings(
          namespace,
          partitioning,
          sort,
          timing,
          Optional.ofNullable(retention),
          keepClientId,
          pages,
          isolation,
          rows);
    }
  }
}
