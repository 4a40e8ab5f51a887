package io.freshet.ingestion.sqlapps.table;

import io.freshet.ingestion.sqlapps.application.SinkTable.Column;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.LogicalType;

/** A row's values as Java's; times are instants. */
public final class ColumnTexts implements Serializable {
  private static final long serialVersionUID = 1L;

  private final List<Column> columns;
  private final List<RowData.FieldGetter> getters;

  public ColumnTexts(List<Column> columns) {
    this.columns = List.copyOf(columns);
    this.getters =
        IntStream.range(0, columns.size())
            .mapToObj(i -> RowData.createFieldGetter(columns.get(i).type(), i))
            .toList();
  }

  public int size() {
    return columns.size();
  }

  public String name(int index) {
    return columns.get(index).name();
  }

  public int indexOf(String name) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException("There is no column " + name);
  }

  /** Boolean, Integer, Long, Double, BigDecimal, String, LocalDate or Instant; empty for null. */
  public Optional<Object> value(RowData row, int index) {
    return Optional.ofNullable(getters.get(index).getFieldOrNull(row))
        .map(value -> javaValue(columns.get(index).type(), value));
  }

  /** A number that grows with the value: of an instant its milliseconds. */
  public Optional<Long> order(RowData row, int index) {
    return Optional.ofNullable(getters.get(index).getFieldOrNull(row))
        .map(
            value ->
                value instanceof TimestampData time
                    ? time.getMillisecond()
                    : ((Number) value).longValue());
  }

  private static Object javaValue(LogicalType type, Object value) {
    return switch (type.getTypeRoot()) {
      case DATE -> LocalDate.ofEpochDay((Integer) value);
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> ((TimestampData) value).toInstant();
      case DECIMAL -> ((DecimalData) value).toBigDecimal();
      case VARCHAR -> value.toString();
      default -> value;
    };
  }
}
