package io.freshet.assurance.prove;

import io.freshet.core.lake.PlatformColumns;
import io.freshet.core.lake.RecordHasher;
import io.freshet.core.lake.RowHasher;
import io.freshet.core.lake.ValuesHash;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types.NestedField;

/** Rows of which nothing but their place differs: what a table requires has any value. */
final class SampleRows {
  static final OffsetDateTime NOON = OffsetDateTime.parse("2026-03-01T12:00:00Z");

  private SampleRows() {}

  /**
   * @param source the log's number in the table
   */
  static List<Record> of(Table table, int source, int partition, LongStream offsets) {
    return offsets.mapToObj(offset -> row(table, source, partition, offset)).toList();
  }

  static Record row(Table table, int source, int partition, long offset) {
    Record row = GenericRecord.create(table.schema());
    table.schema().columns().stream()
        .filter(NestedField::isRequired)
        .forEach(column -> row.setField(column.name(), any(column.type())));
    if (table.schema().findField("contract") != null) {
      row.setField("contract", source == 1 ? MarketLake.ORDERS.topic() : MarketLake.TOPIC.topic());
    }
    row.setField(PlatformColumns.SOURCE, source);
    row.setField(PlatformColumns.PARTITION, partition);
    row.setField(PlatformColumns.OFFSET, offset);

    return row;
  }

  /** What the writer notes of their values. */
  static ValuesHash hash(Table table, List<Record> rows) {
    RecordHasher records = RecordHasher.of(table);
    RowHasher hasher = new RowHasher();
    rows.forEach(row -> records.add(row, hasher));

    return hasher.drain();
  }

  private static Object any(Type type) {
    return switch (type.typeId()) {
      case STRING -> "any";
      case INTEGER -> 0;
      case LONG -> 0L;
      case DECIMAL -> new BigDecimal("0.000000");
      case TIMESTAMP -> NOON;
      case LIST -> List.of();
      default -> throw new IllegalArgumentException("No value for " + type);
    };
  }
}
