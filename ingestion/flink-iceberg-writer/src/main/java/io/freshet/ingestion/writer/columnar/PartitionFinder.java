package io.freshet.ingestion.writer.columnar;

import io.freshet.core.envelope.FlatEvent;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.iceberg.PartitionField;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types.NestedField;

/**
 * Tells the partition of one event after the other. Iceberg's transforms make objects; most events
 * are of the partition of the one before, and that is seen from their values.
 */
final class PartitionFinder {
  private final FlatRow row;
  private final PartitionKey key;
  private final List<Source> sources;
  private boolean isFirst = true;

  PartitionFinder(Table table, TableColumns columns, FlatEvent event) {
    this.row = new FlatRow(columns, table.schema().asStruct(), event);
    this.key = new PartitionKey(table.spec(), table.schema());
    this.sources =
        table.spec().fields().stream().map(field -> source(table, columns, event, field)).toList();
  }

  private static Source source(
      Table table, TableColumns columns, FlatEvent event, PartitionField field) {
    NestedField column = table.schema().findField(field.sourceId());

    return new Source(event, columns.slot(column), micros(column.type(), field));
  }

  /** How many microseconds are one partition at least; 1 where only equal values are. */
  private static long micros(Type type, PartitionField field) {
    if (type.typeId() != Type.TypeID.TIMESTAMP) {
      return 1;
    }

    return switch (field.transform().toString()) {
      case "year", "month", "day" -> TimeUnit.DAYS.toMicros(1);
      case "hour" -> TimeUnit.HOURS.toMicros(1);
      default -> 1;
    };
  }

  /** Takes in the event; whether it surely is of the same partition as the one before. */
  boolean isUnchanged() {
    boolean unchanged = !isFirst;
    for (int i = 0; i < sources.size(); i++) {
      unchanged &= sources.get(i).isUnchanged();
    }
    isFirst = false;

    return unchanged;
  }

  /** The partition; changes with the next event. */
  PartitionKey partition() {
    key.partition(row);

    return key;
  }

  /** A column that partitions come from, and its last value. */
  private static final class Source {
    private final FlatEvent event;
    private final int slot;
    private final long width;
    private boolean present;
    private long number;
    private byte[] bytes = {};

    Source(FlatEvent event, int slot, long width) {
      this.event = event;
      this.slot = slot;
      this.width = width;
    }

    boolean isUnchanged() {
      boolean wasPresent = present;
      present = event.has(slot);
      if (!present || !wasPresent) {
        remember();
        return present == wasPresent;
      }
      long lastNumber = number;
      byte[] lastBytes = bytes;
      remember();

      return number == lastNumber && bytes == lastBytes;
    }

    private void remember() {
      if (!present) {
        return;
      }
      number = width == 1 ? event.number(slot) : Math.floorDiv(event.number(slot), width);
      byte[] source = event.bytes(slot);
      int start = event.start(slot);
      int end = start + event.length(slot);
      if (source != null && !Arrays.equals(source, start, end, bytes, 0, bytes.length)) {
        bytes = Arrays.copyOfRange(source, start, end);
      }
    }
  }
}
