package io.freshet.ingestion.writer.table;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Schema.Keys;
import io.freshet.core.envelope.Decoded;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.ingestion.writer.commit.FileSteps;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericFileWriterFactory;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.BaseTaskWriter;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.iceberg.io.WriteResult;
import org.apache.iceberg.types.TypeUtil;

/**
 * Keeps the newest row of each key: every row takes its predecessor away, in files of earlier
 * commits by an equality delete (Iceberg's format, version 2), in those of the same by its
 * position. The rows of a key come in their order, and here alone, as they share a partition of the
 * log. Not thread-safe.
 */
final class LatestRows implements RowOutput {
  /** Where each of a step's rows lies is in memory, in some hundred bytes. */
  private static final int ROWS_PER_STEP = 200_000;

  private final Table table;
  private final OutputFileFactory files;
  private final GenericFileWriterFactory writers;
  private final Schema keySchema;
  private final GenericRecord key;
  private final int[] keyColumns;
  private final Optional<Integer> deletedColumn;
  private final int rowsPerStep;
  private final List<List<String>> steps = new ArrayList<>();
  private Deltas open;
  private int rows;

  /**
   * @param subtask and attempt keep file names apart
   */
  LatestRows(Contract contract, Table table, int subtask, long attempt) {
    this(contract, table, subtask, attempt, ROWS_PER_STEP);
  }

  LatestRows(Contract contract, Table table, int subtask, long attempt, int rowsPerStep) {
    this.table = table;
    this.rowsPerStep = rowsPerStep;
    List<Integer> keyIds = keyIds(contract);
    this.keySchema = TypeUtil.select(table.schema(), Set.copyOf(keyIds));
    this.key = GenericRecord.create(keySchema);
    this.keyColumns =
        keySchema.columns().stream().mapToInt(column -> column(table, column.fieldId())).toArray();
    this.deletedColumn =
        contract
            .requireTable()
            .rows()
            .deletedBy()
            .map(name -> column(table, contract.schema().requireField(name).id()));
    this.writers =
        new GenericFileWriterFactory.Builder(table)
            .dataFileFormat(FileFormat.PARQUET)
            .dataSchema(table.schema())
            .deleteFileFormat(FileFormat.PARQUET)
            .equalityFieldIds(
                keySchema.columns().stream().mapToInt(column -> column.fieldId()).toArray())
            .equalityDeleteRowSchema(keySchema)
            .build();
    this.files =
        OutputFileFactory.builderFor(table, subtask, attempt).format(FileFormat.PARQUET).build();
    this.open = new Deltas();
  }

  private static List<Integer> keyIds(Contract contract) {
    Keys keys = contract.schema().keys();

    return Stream.concat(Stream.of(keys.partitionKey()), keys.entityKey().stream())
        .map(name -> contract.schema().requireField(name).id())
        .toList();
  }

  private static int column(Table table, int fieldId) {
    return table.schema().columns().indexOf(table.schema().findField(fieldId));
  }

  @Override
  public Optional<Decoded.Refused> write(Record row) {
    if (rows == rowsPerStep) {
      endStep();
    }
    for (int i = 0; i < keyColumns.length; i++) {
      key.set(i, row.get(keyColumns[i]));
    }
    boolean isDeleted =
        deletedColumn.map(column -> Boolean.TRUE.equals(row.get(column))).orElse(false);
    try {
      open.remove(key);
      if (!isDeleted) {
        open.write(row);
      }
    } catch (IOException e) {
      throw new FreshetException(
          Fault.DEPENDENCY,
          "Cannot write a file of %s: %s; the checkpoint is repeated"
              .formatted(table.name(), e.getMessage()),
          e);
    }
    rows++;

    return Optional.empty();
  }

  private void endStep() {
    if (rows == 0) {
      return;
    }
    steps.add(open.finish());
    open = new Deltas();
    rows = 0;
  }

  @Override
  public FileSteps finish() {
    endStep();
    FileSteps finished = new FileSteps(steps);
    steps.clear();

    return finished;
  }

  @Override
  public void close() {
    steps.clear();
    open.giveUp();
  }

  /** The rows of one step, and what they take away. */
  private final class Deltas extends BaseTaskWriter<Record> {
    private final Delta delta;

    Deltas() {
      super(
          PartitionSpec.unpartitioned(),
          FileFormat.PARQUET,
          writers,
          files,
          table.io(),
          RowFiles.targetBytes(table));
      this.delta = new Delta();
    }

    void remove(Record oldKey) throws IOException {
      delta.deleteKey(oldKey);
    }

    @Override
    public void write(Record row) throws IOException {
      delta.write(row);
    }

    List<String> finish() {
      try {
        WriteResult result = complete();

        return DataFilesJson.of(
            table,
            Stream.<ContentFile<?>>concat(
                    Stream.of(result.dataFiles()), Stream.of(result.deleteFiles()))
                .toList());
      } catch (IOException e) {
        throw new FreshetException(
            Fault.DEPENDENCY,
            "Cannot finish a file of %s: %s; the checkpoint is repeated"
                .formatted(table.name(), e.getMessage()),
            e);
      }
    }

    void giveUp() {
      try {
        close();
      } catch (IOException e) {
        throw new FreshetException(
            Fault.DEPENDENCY,
            "Cannot close the files of %s: %s".formatted(table.name(), e.getMessage()),
            e);
      }
    }

    @Override
    public void close() throws IOException {
      delta.close();
    }

    private final class Delta extends BaseEqualityDeltaWriter {
      private final InternalRecordWrapper rowWrapper =
          new InternalRecordWrapper(table.schema().asStruct());
      private final InternalRecordWrapper keyWrapper =
          new InternalRecordWrapper(keySchema.asStruct());

      Delta() {
        super(null, table.schema(), keySchema);
      }

      @Override
      protected StructLike asStructLike(Record row) {
        return rowWrapper.wrap(row);
      }

      @Override
      protected StructLike asStructLikeKey(Record oldKey) {
        return keyWrapper.wrap(oldKey);
      }
    }
  }
}
