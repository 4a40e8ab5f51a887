package io.freshet.assurance.history;

import io.freshet.assurance.history.FreshnessHistory.HopSeries;
import io.freshet.assurance.history.FreshnessHistory.Point;
import io.freshet.core.contract.Contract;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.formats.FormatModelRegistry;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.iceberg.util.ParallelIterable;
import org.apache.iceberg.util.ThreadPools;

/**
 * Reads what was kept of tables, from the lake itself: so that it can be seen while Trino is away.
 * Reads a bounded number of files and for a bounded time, the newest first. Thread-safe.
 */
public final class HistoryReader {
  static final Duration BACK = Duration.ofHours(24);
  static final Duration STEP = Duration.ofMinutes(5);

  /** Twice what a day has of them where nobody merges any: one a minute. */
  private static final int MOST_FILES = 3_000;

  /** Whoever looks at another table's history waits for this one. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Time is looked at in between. */
  private static final int FILES_AT_A_TIME = 32;

  private static final int READERS = 4;
  private static final int MOST_WAITING = 4_000;

  private final InstantSource clock;
  private final int mostFiles;

  public HistoryReader(InstantSource clock) {
    this(clock, MOST_FILES);
  }

  HistoryReader(InstantSource clock, int mostFiles) {
    this.clock = clock;
    this.mostFiles = mostFiles;
  }

  /** A file, and until when what it holds was measured. */
  private record Dated(DataFile file, Instant until) {}

  /**
   * The last day of a table.
   *
   * @param contract {@code freshness_history}
   * @param tableName with its namespace
   */
  public FreshnessHistory read(Catalog catalog, Contract contract, String tableName) {
    Instant until = clock.instant();
    Instant from = until.minus(BACK);
    if (!catalog.tableExists(TableLayout.name(contract))) {
      return new FreshnessHistory(from, until, STEP, false, false, List.of());
    }
    Table table = catalog.loadTable(TableLayout.name(contract));
    Expression wanted =
        Expressions.and(
            Expressions.equal(HopAge.TABLE_NAME, tableName),
            Expressions.greaterThanOrEqual(HopAge.EVENT_TIME, micros(from)));
    List<Dated> files = newestFirst(table, wanted);
    Series series = new Series(tableName, until);
    int read = read(table, files, wanted, series::add, until.plus(PATIENCE));
    boolean isCut = read < files.size();
    Instant begins = isCut ? later(from, files.get(read).until()) : from;

    return new FreshnessHistory(begins, until, STEP, true, isCut, series.hops(begins));
  }

  /**
   * How often each table was over its budget in the last day; empty where nothing was kept. Of more
   * than can be read it is what was kept last.
   *
   * @param contract {@code freshness_history}
   */
  public List<BudgetUse> budgets(Catalog catalog, Contract contract) {
    if (!catalog.tableExists(TableLayout.name(contract))) {
      return List.of();
    }
    Instant until = clock.instant();
    Instant from = until.minus(BACK);
    Table table = catalog.loadTable(TableLayout.name(contract));
    Expression wanted = Expressions.greaterThanOrEqual(HopAge.EVENT_TIME, micros(from));
    BudgetUse.Tally tally = new BudgetUse.Tally(from);
    read(table, newestFirst(table, wanted), wanted, tally::add, until.plus(PATIENCE));

    return tally.all();
  }

  private static List<Dated> newestFirst(Table table, Expression wanted) {
    NestedField time = table.schema().findField(HopAge.EVENT_TIME);
    List<Dated> files = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks =
        table.newScan().filter(wanted).includeColumnStats().planFiles()) {
      for (FileScanTask task : tasks) {
        files.add(new Dated(task.file(), newest(task.file(), time)));
      }
    } catch (IOException e) {
      throw unreadable(table, e);
    }
    files.sort(Comparator.comparing(Dated::until).reversed());

    return files;
  }

  /** One that does not say it is taken for new, so that it is read. */
  private static Instant newest(DataFile file, NestedField time) {
    Map<Integer, ByteBuffer> bounds = file.upperBounds();
    ByteBuffer bound = bounds == null ? null : bounds.get(time.fieldId());

    return bound == null
        ? Instant.MAX
        : Instant.EPOCH.plus(
            Conversions.<Long>fromByteBuffer(time.type(), bound), ChronoUnit.MICROS);
  }

  /** The newest files, and how many of them; whatever the time, it reads some. */
  private int read(
      Table table, List<Dated> files, Expression wanted, Consumer<Record> rows, Instant deadline) {
    int most = Math.min(mostFiles, files.size());
    int read = 0;
    ExecutorService readers = ThreadPools.newFixedThreadPool("history-reader", READERS);
    try {
      while (read < most && (read == 0 || clock.instant().isBefore(deadline))) {
        int next = Math.min(most, read + FILES_AT_A_TIME);
        read(table, files.subList(read, next), wanted, rows, readers);
        read = next;
      }
    } finally {
      readers.shutdownNow();
    }

    return read;
  }

  /** Several at once: small files cost the time that a store takes to answer. */
  private static void read(
      Table table,
      List<Dated> files,
      Expression wanted,
      Consumer<Record> each,
      ExecutorService readers) {
    Schema columns =
        table
            .schema()
            .select(
                HopAge.TABLE_NAME,
                HopAge.HOP,
                HopAge.EVENT_TIME,
                HopAge.AGE_SECONDS,
                HopAge.BUDGET_SECONDS);
    try (CloseableIterable<Record> rows =
        new ParallelIterable<>(
            files.stream().map(file -> rows(table, file.file(), columns, wanted)).toList(),
            readers,
            MOST_WAITING)) {
      rows.forEach(each);
    } catch (IOException e) {
      throw unreadable(table, e);
    }
  }

  private static CloseableIterable<Record> rows(
      Table table, DataFile file, Schema columns, Expression wanted) {
    return FormatModelRegistry.<Record, Object>readBuilder(
            file.format(), Record.class, table.io().newInputFile(file.location()))
        .project(columns)
        .filter(wanted)
        .build();
  }

  private static FreshetException unreadable(Table table, IOException e) {
    return new FreshetException(
        Fault.DEPENDENCY, "Cannot read %s: %s".formatted(table.name(), e.getMessage()), e);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  /** The oldest of each hop and step. Not thread-safe. */
  private static final class Series {
    private final String tableName;
    private final Instant until;
    private final List<Row> rows = new ArrayList<>();

    Series(String tableName, Instant until) {
      this.tableName = tableName;
      this.until = until;
    }

    private record Row(String hop, Instant at, Duration age, Duration budget) {}

    /** A reader's filter leaves out whole stretches of rows only. */
    void add(Record row) {
      Instant at = ((OffsetDateTime) row.getField(HopAge.EVENT_TIME)).toInstant();
      if (row.getField(HopAge.TABLE_NAME).equals(tableName) && !at.isAfter(until)) {
        rows.add(
            new Row(
                (String) row.getField(HopAge.HOP),
                at,
                duration(row.getField(HopAge.AGE_SECONDS)),
                duration(row.getField(HopAge.BUDGET_SECONDS))));
      }
    }

    private static Point older(Point one, Point other) {
      return one.age().compareTo(other.age()) >= 0 ? one : other;
    }

    private static Duration duration(Object seconds) {
      return Duration.ofMillis(((BigDecimal) seconds).movePointRight(3).longValue());
    }

    List<HopSeries> hops(Instant from) {
      Map<String, Map<Integer, Point>> hops = new TreeMap<>();
      for (Row row : rows) {
        if (!row.at().isBefore(from)) {
          int step = (int) Duration.between(from, row.at()).dividedBy(STEP);
          hops.computeIfAbsent(row.hop(), hop -> new TreeMap<>())
              .merge(step, new Point(step, row.at(), row.age(), row.budget()), Series::older);
        }
      }

      return hops.entrySet().stream()
          .map(hop -> new HopSeries(hop.getKey(), List.copyOf(hop.getValue().values())))
          .toList();
    }
  }
}
