package io.freshet.catalog.delta.act;

import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.freshet.catalog.delta.Progress;
import io.freshet.catalog.delta.plan.PlannedVersion;
import io.freshet.catalog.delta.source.DeltaTable;
import io.freshet.core.lake.ColumnDefaults;
import io.freshet.core.lake.RecordHasher;
import io.freshet.core.lake.RowHasher;
import io.freshet.core.lake.ValuesHash;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.util.Optional;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;

/**
 * Reads a version by Delta Kernel and its snapshot by Iceberg's reader, each from its own metadata,
 * and holds the rows' number and the sum of their values' hashes against each other.
 */
final class Verification {
  private static final int ROWS_A_STEP = 10_000;

  private final DeltaTable source;
  private final Table target;
  private final Progress progress;

  Verification(DeltaTable source, Table target, Progress progress) {
    this.source = source;
    this.target = target;
    this.progress = progress;
  }

  /**
   * What a reader found.
   *
   * @param values what the values of all rows add up to, in whatever order they come
   */
  record Rows(long count, ValuesHash values) {}

  /**
   * What both found.
   *
   * @throws FreshetException where they found different rows
   */
  Rows verify(PlannedVersion version, long snapshotId) {
    progress.more(2 * version.rows());
    Rows before = inDelta(version);
    Rows after = inIceberg(version.schema(), snapshotId);
    if (!before.equals(after)) {
      throw new FreshetException(
          Fault.OURS,
          "Version %d does not verify: Delta gives %d rows with values %s, Iceberg %d with %s;"
                  .formatted(
                      version.version().number(),
                      before.count(),
                      before.values(),
                      after.count(),
                      after.values())
              + " nothing was registered");
    }

    return after;
  }

  private Rows inDelta(PlannedVersion version) {
    Tally tally = new Tally(version.schema());
    GenericRecord record = GenericRecord.create(version.schema());
    source.read(
        source.version(version.version().number()),
        batch -> {
          for (int row = 0; row < batch.getData().getSize(); row++) {
            if (isSelected(batch, row)) {
              KernelValues.fill(record, batch.getData(), row, version.schema().asStruct());
              tally.add(record);
            }
          }
        });

    return tally.sum();
  }

  private static boolean isSelected(FilteredColumnarBatch batch, int row) {
    Optional<ColumnVector> selection = batch.getSelectionVector();

    return selection.isEmpty()
        || (!selection.get().isNullAt(row) && selection.get().getBoolean(row));
  }

  private Rows inIceberg(Schema schema, long snapshotId) {
    Tally tally = new Tally(schema);
    new SnapshotRows(target).read(snapshotId, schema, tally::add);

    return tally.sum();
  }

  private final class Tally {
    private final RecordHasher columns;
    private final RowHasher hasher = new RowHasher();
    private long count;

    Tally(Schema schema) {
      this.columns = new RecordHasher(schema, ColumnDefaults.NONE);
    }

    void add(Record row) {
      columns.add(row, hasher);
      count++;
      if (count % ROWS_A_STEP == 0) {
        progress.done(ROWS_A_STEP);
      }
    }

    Rows sum() {
      progress.done(count % ROWS_A_STEP);

      return new Rows(count, hasher.drain());
    }
  }
}
