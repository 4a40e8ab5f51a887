package io.freshet.batch.landing;

import java.nio.ByteBuffer;
import java.time.OffsetDateTime;
import java.util.List;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.data.Record;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Makes rows of Spark's of Iceberg's generic ones. */
final class RecordRows {
  private RecordRows() {}

  /** The values of the columns, with room for more. */
  static Object[] values(StructLike row, int more) {
    Object[] values = new Object[row.size() + more];
    for (int i = 0; i < row.size(); i++) {
      values[i] = value(row.get(i, Object.class));
    }

    return values;
  }

  private static Object value(Object value) {
    if (value instanceof OffsetDateTime time) {
      return time.toInstant();
    }
    if (value instanceof ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);

      return bytes;
    }
    if (value instanceof List<?> elements) {
      return elements.stream().map(RecordRows::value).toArray();
    }
    if (value instanceof Record struct) {
      Row row = RowFactory.create(values(struct, 0));

      return row;
    }

    return value;
  }
}
