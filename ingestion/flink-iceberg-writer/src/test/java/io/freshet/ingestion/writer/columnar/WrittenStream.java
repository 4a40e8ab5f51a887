package io.freshet.ingestion.writer.columnar;

import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.batch.LogRecord;
import io.freshet.core.lake.Range;
import io.freshet.ingestion.writer.commit.TableCommittable;
import io.freshet.ingestion.writer.table.DeadLetterWriter;
import io.freshet.ingestion.writer.table.EventFiles;
import io.freshet.ingestion.writer.table.TableWriter;
import io.freshet.ingestion.writer.table.TripTables;
import io.freshet.ingestion.writer.table.WriterInstance;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.util.ByteBuffers;

/** What became of records that one of the paths has written into a table in one checkpoint. */
record WrittenStream(
    Table table, List<DataFile> files, List<Range> ranges, List<GenericRecord> deadLetters) {
  static final WriterInstance INSTANCE =
      new WriterInstance(0, 1, InstantSource.fixed(FlatContracts.NOW));

  static WrittenStream write(
      Contract contract, Table table, EventFiles eventFiles, List<LogRecord> records) {
    List<GenericRecord> deadLetters = new ArrayList<>();
    try (DeadLetterWriter deadLetterWriter =
            new DeadLetterWriter(
                TripTables.deadLetters(),
                new TripTables().create(TripTables.deadLetters()),
                Map.of("trips", 1),
                (id, deadLetter) -> deadLetters.add(deadLetter),
                INSTANCE);
        TableWriter writer =
            new TableWriter(contract, table, 1, eventFiles, deadLetterWriter, INSTANCE)) {
      records.forEach(writer::write);
      TableCommittable committable = writer.finish().orElseThrow();
      List<DataFile> files = TripTables.append(table, committable.files());

      return new WrittenStream(table, files, committable.ranges(), deadLetters);
    }
  }

  /** All rows in the order of the records that they came in. */
  List<Record> rows() {
    List<Record> rows = new ArrayList<>(TripTables.rows(table));
    rows.sort(Comparator.comparing(row -> (Long) row.getField("_offset")));

    return rows;
  }

  /** Damaged times can be of more partitions than the row path has files open. */
  boolean hasOneFileAPartition() {
    return files.stream().map(file -> file.partition().toString()).distinct().count()
        == files.size();
  }

  /** What the manifest says of each partition's only file, a line a column. */
  List<String> facts() {
    List<String> facts = new ArrayList<>();
    for (DataFile file : files) {
      for (Types.NestedField column : table.schema().columns()) {
        int id = column.fieldId();
        facts.add(
            "%s %s rows=%d values=%d nulls=%d nans=%d from=%s to=%s"
                .formatted(
                    file.partition(),
                    column.name(),
                    file.recordCount(),
                    file.valueCounts().get(id),
                    file.nullValueCounts().get(id),
                    file.nanValueCounts().get(id),
                    bound(column.type(), file.lowerBounds().get(id)),
                    bound(column.type(), file.upperBounds().get(id))));
      }
    }
    Collections.sort(facts);

    return facts;
  }

  private static Object bound(Type type, ByteBuffer bytes) {
    if (bytes == null) {
      return "none";
    }

    return type.typeId() == Type.TypeID.BINARY
        ? HexFormat.of().formatHex(ByteBuffers.toByteArray(bytes))
        : Conversions.fromByteBuffer(type, bytes);
  }
}
