package io.freshet.maintenance.deletes;

import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileContent;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.MetadataColumns;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.DeleteLoader;
import org.apache.iceberg.data.GenericDeleteFilter;
import org.apache.iceberg.data.GenericFileWriterFactory;
import org.apache.iceberg.data.IdentityPartitionConverters;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.deletes.PositionDelete;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.apache.iceberg.deletes.PositionDeleteWriter;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.util.PartitionUtil;

/** A file of deletes that names places: of rows in files of one partition, sorted. */
final class PlaceFile implements Closeable {
  private static final Schema PLACE = new Schema(MetadataColumns.ROW_POSITION);

  private static final long MOST_BYTES_OF_DELETES = 64L << 20;

  private final Table table;
  private final PositionDeleteWriter<Record> writer;
  private final PositionDelete<Record> place = PositionDelete.create();
  private final ReadDeletes readDeletes;
  private final String location;
  private long rows;

  private PlaceFile(Table table, String location, PositionDeleteWriter<Record> writer) {
    this.table = table;
    this.location = location;
    this.writer = writer;
    this.readDeletes = new ReadDeletes(table.io(), MOST_BYTES_OF_DELETES);
  }

  /**
   * @param first a file of the partition
   */
  static PlaceFile create(Table table, FileScanTask first) {
    String location =
        table
            .locationProvider()
            .newDataLocation(
                first.spec(),
                first.file().partition(),
                "places-%s.parquet".formatted(UUID.randomUUID()));

    return new PlaceFile(
        table,
        location,
        new GenericFileWriterFactory.Builder(table)
            .deleteFileFormat(FileFormat.PARQUET)
            .build()
            .newPositionDeleteWriter(
                table.encryption().encrypt(table.io().newOutputFile(location)),
                first.spec(),
                first.file().partition()));
  }

  /** Names what the table's deletes take away of a file, which comes behind those before it. */
  void add(FileScanTask task) throws IOException {
    GenericDeleteFilter deletes = deletes(task);
    PositionDeleteIndex known =
        deletes.hasPosDeletes() ? deletes.deletedRowPositions() : PositionDeleteIndex.empty();
    String file = task.file().location();
    if (task.deletes().stream().noneMatch(PlaceFile::isByValue)) {
      known.forEach(position -> name(file, position));

      return;
    }
    Predicate<Record> stays = deletes.eqDeletedRowFilter();
    try (CloseableIterable<Record> records = open(task, deletes.requiredSchema())) {
      for (Record row : records) {
        long position = (Long) row.getField(MetadataColumns.ROW_POSITION.name());
        if (known.isDeleted(position) || !stays.test(row)) {
          name(file, position);
        }
      }
    }
  }

  private GenericDeleteFilter deletes(FileScanTask task) {
    return new GenericDeleteFilter(table.io(), task, table.schema(), PLACE) {
      @Override
      protected DeleteLoader newDeleteLoader() {
        return readDeletes;
      }
    };
  }

  private static boolean isByValue(DeleteFile file) {
    return file.content() == FileContent.EQUALITY_DELETES;
  }

  private void name(String file, long position) {
    writer.write(place.set(file, position));
    rows++;
  }

  private CloseableIterable<Record> open(FileScanTask task, Schema columns) {
    Map<Integer, ?> constants =
        PartitionUtil.constantsMap(task, IdentityPartitionConverters::convertConstant);

    return Parquet.read(table.io().newInputFile(task.file()))
        .project(columns)
        .createReaderFunc(written -> GenericParquetReaders.buildReader(columns, written, constants))
        .build();
  }

  /** How many it names so far. */
  long rows() {
    return rows;
  }

  /** What to commit, once it is closed. */
  DeleteFile file() {
    return writer.toDeleteFile();
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }

  /** Takes it from the store: nobody refers to it. */
  void discard() {
    table.io().deleteFile(location);
  }
}
