package io.freshet.bench.console;

import io.freshet.bench.Countdown;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.local.ProgressListener;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types.NestedField;

/**
 * Data files in a table's metadata. The files themselves are not there: pages and plans read what
 * manifests say of them.
 */
final class ManyFiles {
  private static final int IN_A_COMMIT = 1000;
  private static final int DAYS = 100;
  private static final LocalDate FIRST_DAY = LocalDate.of(2026, 1, 1);
  private static final long ROWS = 20_000;
  private static final long BYTES = 350_000;

  private final Table table;
  private final String partition;
  private final Metrics metrics;

  private ManyFiles(Table table) {
    PartitionSpec spec = table.spec();
    if (spec.fields().size() != 1) {
      throw new FreshetException(
          Fault.OURS, "%s is not partitioned by days alone any more".formatted(table.name()));
    }
    this.table = table;
    this.partition = spec.fields().get(0).name();
    this.metrics = metrics(table);
  }

  static void append(Table table, int files, ProgressListener progress) {
    new ManyFiles(table).append(files, progress);
  }

  private void append(int files, ProgressListener progress) {
    Countdown countdown = new Countdown("files", files, progress);
    for (int next = 0; next < files; ) {
      AppendFiles append = table.newAppend();
      for (int end = Math.min(files, next + IN_A_COMMIT); next < end; next++) {
        append.appendFile(file(next));
      }
      append.commit();
      countdown.at(next);
    }
  }

  private DataFile file(int number) {
    LocalDate day = FIRST_DAY.plusDays(number % DAYS);

    return DataFiles.builder(table.spec())
        .withPath("%s/data/bench-%06d.parquet".formatted(table.location(), number))
        .withFormat(FileFormat.PARQUET)
        .withPartitionPath(partition + "=" + day)
        .withFileSizeInBytes(BYTES + number)
        .withMetrics(metrics)
        .build();
  }

  /** As much as a writer tells of each column, so that manifests are as large as its. */
  private static Metrics metrics(Table table) {
    Map<Integer, Long> sizes = new HashMap<>();
    Map<Integer, Long> counts = new HashMap<>();
    Map<Integer, Long> nulls = new HashMap<>();
    Map<Integer, ByteBuffer> bounds = new HashMap<>();
    for (NestedField column : table.schema().columns()) {
      sizes.put(column.fieldId(), BYTES / table.schema().columns().size());
      counts.put(column.fieldId(), ROWS);
      nulls.put(column.fieldId(), 0L);
      if (column.type().typeId() == Type.TypeID.LONG) {
        bounds.put(column.fieldId(), Conversions.toByteBuffer(column.type(), ROWS));
      }
    }

    return new Metrics(ROWS, sizes, counts, nulls, Map.of(), bounds, bounds);
  }
}
