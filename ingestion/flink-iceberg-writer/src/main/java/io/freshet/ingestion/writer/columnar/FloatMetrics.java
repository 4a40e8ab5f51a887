package io.freshet.ingestion.writer.columnar;

import org.apache.iceberg.DoubleFieldMetrics;
import org.apache.iceberg.FieldMetrics;
import org.apache.iceberg.FloatFieldMetrics;

/**
 * What Iceberg wants to know of a floating-point column and a Parquet footer does not tell: how
 * many values are no numbers, and bounds that leave those out.
 */
final class FloatMetrics {
  private final int fieldId;
  private final FloatFieldMetrics.Builder floats;
  private final DoubleFieldMetrics.Builder doubles;
  private long nulls;
  private boolean isDouble;

  FloatMetrics(int fieldId) {
    this.fieldId = fieldId;
    this.floats = new FloatFieldMetrics.Builder(fieldId);
    this.doubles = new DoubleFieldMetrics.Builder(fieldId);
  }

  static boolean areNeededFor(Column column) {
    return column instanceof IntColumn ints && ints.isFloat()
        || column instanceof LongColumn longs && longs.isDouble();
  }

  void add(Column column, int rows) {
    isDouble = column instanceof LongColumn;
    for (int row = 0; row < rows; row++) {
      if (column.isAbsent(row)) {
        nulls++;
      } else if (column instanceof LongColumn longs) {
        doubles.addValue(longs.doubleAt(row));
      } else {
        floats.addValue(((IntColumn) column).floatAt(row));
      }
    }
  }

  FieldMetrics<?> build() {
    return isDouble ? withNulls(doubles.build()) : withNulls(floats.build());
  }

  private <T> FieldMetrics<T> withNulls(FieldMetrics<T> values) {
    return new FieldMetrics<>(
        fieldId,
        values.valueCount() + nulls,
        nulls,
        values.nanValueCount(),
        values.lowerBound(),
        values.upperBound());
  }

  /** A number that compares as {@link Float#compare} does. */
  static long sortKey(float value) {
    int bits = Float.floatToIntBits(value);

    return bits ^ (bits >> 31) & Integer.MAX_VALUE;
  }

  /** A number that compares as {@link Double#compare} does. */
  static long sortKey(double value) {
    long bits = Double.doubleToLongBits(value);

    return bits ^ (bits >> 63) & Long.MAX_VALUE;
  }
}
