package io.freshet.maintenance.retention;

import io.freshet.core.contract.Contract;
import io.freshet.core.lake.PlatformColumns;
import io.freshet.maintenance.plan.OldRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;

/**
 * The files of a table's current snapshot by partition, and how old their rows are by what
 * manifests say of them.
 *
 * @param byName partitions, as their names are in paths
 */
record DatedFiles(List<Dated> byName) {
  /**
   * One partition.
   *
   * @param day empty where it is no whole day
   * @param files those of it, where they were asked for
   */
  record Dated(OldRows.Part part, Optional<LocalDate> day, List<DataFile> files) {}

  /** A name alone is not enough: two layouts of a table may have the same. */
  private record Key(int spec, String name) {}

  /**
   * When rows came.
   *
   * @param column empty of derived tables
   */
  private record Received(Optional<Types.NestedField> column) {
    boolean isTold() {
      return column.isPresent();
    }

    /** The newest row of a file; empty where its metrics were not kept. */
    Optional<Instant> newest(DataFile file) {
      Map<Integer, ByteBuffer> bounds = file.upperBounds() == null ? Map.of() : file.upperBounds();

      return column.flatMap(
          known ->
              Optional.ofNullable(bounds.get(known.fieldId()))
                  .map(bound -> Conversions.<Long>fromByteBuffer(known.type(), bound))
                  .map(micros -> Instant.EPOCH.plus(micros, ChronoUnit.MICROS)));
    }
  }

  /**
   * @param wanted names of partitions whose files are kept
   */
  static DatedFiles of(Table table, Contract contract, Predicate<String> wanted) {
    EventTimes times = new EventTimes(table, contract);
    Received received =
        new Received(Optional.ofNullable(table.schema().findField(PlatformColumns.RECEIVED_AT)));
    Map<Key, Tally> tallies = new LinkedHashMap<>();
    try (CloseableIterable<FileScanTask> tasks =
        table
            .newScan()
            .includeColumnStats(received.column().map(Types.NestedField::name).stream().toList())
            .planFiles()) {
      for (FileScanTask task : tasks) {
        PartitionSpec spec = table.specs().get(task.file().specId());
        String name = spec.partitionToPath(task.file().partition());
        Tally tally =
            tallies.computeIfAbsent(
                new Key(spec.specId(), name), key -> new Tally(name, times, spec, task.file()));
        tally.add(task, received);
        if (wanted.test(name)) {
          tally.keep(task.file());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }

    return new DatedFiles(tallies.values().stream().map(Tally::dated).toList());
  }

  List<OldRows.Part> parts() {
    return byName.stream().map(Dated::part).toList();
  }

  /** Sums up a partition's files while they pass by. */
  private static final class Tally {
    private final String name;
    private final Optional<Instant> end;
    private final Optional<LocalDate> day;
    private final List<DataFile> kept = new ArrayList<>();
    private long rows;
    private int files;
    private long bytes;
    private boolean isWorn;
    private Optional<Instant> youngest;

    Tally(String name, EventTimes times, PartitionSpec spec, DataFile file) {
      this.name = name;
      this.end = times.end(spec, file.partition());
      this.day = times.day(spec, file.partition());
      // A derived row is as old as its day is over. Others may be of events from the future.
      this.youngest = end;
    }

    void add(FileScanTask task, Received received) {
      DataFile file = task.file();
      rows += file.recordCount();
      files++;
      bytes += file.fileSizeInBytes();
      isWorn |= !task.deletes().isEmpty();
      if (received.isTold()) {
        // One file that does not tell is enough for nobody to know.
        Optional<Instant> newest = received.newest(file);
        youngest =
            youngest.flatMap(before -> newest.map(time -> time.isAfter(before) ? time : before));
      }
    }

    void keep(DataFile file) {
      kept.add(file.copyWithoutStats());
    }

    Dated dated() {
      return new Dated(
          new OldRows.Part(name, end, youngest, rows, files, bytes, isWorn), day, kept);
    }
  }
}
