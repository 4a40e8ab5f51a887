package io.freshet.catalog.delta.source;

import io.delta.kernel.Scan;
import io.delta.kernel.Snapshot;
import io.delta.kernel.TableManager;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.engine.FileReadResult;
import io.delta.kernel.internal.DeltaHistoryManager;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.actions.CommitInfo;
import io.delta.kernel.internal.actions.DeletionVectorDescriptor;
import io.delta.kernel.internal.data.ScanStateRow;
import io.delta.kernel.internal.deletionvectors.DeletionVectorUtils;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.iceberg.io.SupportsPrefixOperations;

/** A Delta table, read by Delta Kernel. Only reads; safe for several threads. */
public final class DeltaTable {
  private static final String IN_COMMIT_TIMESTAMPS = "delta.enableInCommitTimestamps";

  private final Location location;
  private final Engine engine;

  private DeltaTable(Location location, Engine engine) {
    this.location = location;
    this.engine = engine;
  }

  public static DeltaTable at(Location location, SupportsPrefixOperations files) {
    return new DeltaTable(location, DefaultEngine.create(new KernelFiles(files)));
  }

  public Location location() {
    return location;
  }

  /** The newest version. */
  public Snapshot latest() {
    return KernelFailures.explained(
        location, () -> Readable.require(TableManager.loadSnapshot(location.uri()).build(engine)));
  }

  public Snapshot version(long number) {
    return KernelFailures.explained(
        location,
        () ->
            Readable.require(
                TableManager.loadSnapshot(location.uri()).atVersion(number).build(engine)));
  }

  /** The oldest version that the log can still tell. */
  public long oldest(Snapshot latest) {
    return KernelFailures.explained(
        location,
        () ->
            DeltaHistoryManager.getEarliestRecreatableCommit(
                engine, latest.getLogPath(), Optional.empty()));
  }

  public DeltaVersion describe(Snapshot snapshot) {
    return KernelFailures.explained(
        location,
        () -> {
          Optional<CommitInfo> commit =
              CommitInfo.tryReadCommitInfoFromDeltaFile(
                  engine, snapshot.getLogSegment().getDeltaFileAtEndVersion());

          return new DeltaVersion(
              snapshot.getVersion(),
              Instant.ofEpochMilli(time(snapshot, commit)),
              commit.flatMap(CommitInfo::getOperation).orElse(""),
              snapshot.getMetadata(),
              snapshot.getPartitionColumnNames());
        });
  }

  /** The commit's own word before that of the file: a table that was copied has new file times. */
  private long time(Snapshot snapshot, Optional<CommitInfo> commit) {
    boolean inCommit =
        Boolean.parseBoolean(snapshot.getTableProperties().get(IN_COMMIT_TIMESTAMPS));

    return inCommit
        ? snapshot.getTimestamp(engine)
        : commit
            .map(CommitInfo::getTimestamp)
            .filter(time -> time > 0)
            .orElseGet(() -> snapshot.getTimestamp(engine));
  }

  public List<DeltaFile> files(Snapshot snapshot) {
    List<DeltaFile> files = new ArrayList<>();
    eachFile(snapshot.getScanBuilder().build(), row -> files.add(file(row)));

    return files;
  }

  private void eachFile(Scan scan, Consumer<Row> consumer) {
    KernelFailures.explained(
        location,
        () -> {
          try (CloseableIterator<FilteredColumnarBatch> batches = scan.getScanFiles(engine)) {
            while (batches.hasNext()) {
              try (CloseableIterator<Row> rows = batches.next().getRows()) {
                rows.forEachRemaining(consumer);
              }
            }
          }

          return null;
        });
  }

  private static DeltaFile file(Row scanFile) {
    FileStatus status = InternalScanFileUtils.getAddFileStatus(scanFile);

    return new DeltaFile(
        FileStatus.of(
            Location.readable(status.getPath()), status.getSize(), status.getModificationTime()),
        InternalScanFileUtils.getPartitionValues(scanFile),
        Optional.ofNullable(InternalScanFileUtils.getDeletionVectorDescriptorFromRow(scanFile)));
  }

  /** The positions, from 0 and rising, of the rows that are deleted. */
  public long[] positions(DeletionVectorDescriptor deleted) {
    return KernelFailures.explained(
        location,
        () -> DeletionVectorUtils.loadNewDvAndBitmap(engine, location.uri(), deleted)._2.toArray());
  }

  /**
   * All rows of a version that are not deleted, in logical columns.
   *
   * @param consumer gets batches, of which only selected rows count
   */
  public void read(Snapshot snapshot, Consumer<FilteredColumnarBatch> consumer) {
    Scan scan = snapshot.getScanBuilder().build();
    Row state = scan.getScanState(engine);
    StructType columns = ScanStateRow.getPhysicalDataReadSchema(state);
    eachFile(
        scan,
        row -> {
          try (CloseableIterator<FilteredColumnarBatch> batches =
              Scan.transformPhysicalData(
                  engine,
                  state,
                  row,
                  physical(InternalScanFileUtils.getAddFileStatus(row), columns))) {
            batches.forEachRemaining(consumer);
          } catch (IOException e) {
            throw KernelFailures.explain(location, e);
          }
        });
  }

  /** All rows of a data file, deleted ones too, in their order. */
  public void readPhysical(FileStatus file, StructType columns, Consumer<ColumnarBatch> consumer) {
    KernelFailures.explained(
        location,
        () -> {
          try (CloseableIterator<ColumnarBatch> batches = physical(file, columns)) {
            batches.forEachRemaining(consumer);
          }

          return null;
        });
  }

  private CloseableIterator<ColumnarBatch> physical(FileStatus file, StructType columns)
      throws IOException {
    return engine
        .getParquetHandler()
        .readParquetFiles(Utils.singletonCloseableIterator(file), columns, Optional.empty())
        .map(FileReadResult::getData);
  }

  /** What the table is told to do, such as {@code delta.appendOnly}. */
  public static Map<String, String> properties(Snapshot snapshot) {
    return snapshot.getTableProperties();
  }
}
