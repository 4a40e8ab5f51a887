package io.freshet.catalog.delta.act;

import io.delta.kernel.data.ArrayValue;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.MapValue;
import io.delta.kernel.types.ByteType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.ShortType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.iceberg.util.DateTimeUtil;

/** Values that Delta Kernel has read, as Iceberg's generic records hold them. */
final class KernelValues {
  private KernelValues() {}

  /**
   * @param columns as many as the batch has, in its order
   * @param record is filled, and must be of these columns
   */
  static void fill(GenericRecord record, ColumnarBatch batch, int row, Types.StructType columns) {
    List<NestedField> fields = columns.fields();
    for (int i = 0; i < fields.size(); i++) {
      record.set(i, value(batch.getColumnVector(i), row, fields.get(i).type()));
    }
  }

  private static Object value(ColumnVector vector, int row, Type type) {
    if (vector.isNullAt(row)) {
      return null;
    }

    return switch (type.typeId()) {
      case BOOLEAN -> vector.getBoolean(row);
      case INTEGER -> integer(vector, row);
      case LONG -> vector.getLong(row);
      case FLOAT -> vector.getFloat(row);
      case DOUBLE -> vector.getDouble(row);
      case STRING -> vector.getString(row);
      case BINARY -> ByteBuffer.wrap(vector.getBinary(row));
      case DECIMAL -> vector.getDecimal(row);
      case DATE -> DateTimeUtil.dateFromDays(vector.getInt(row));
      case TIMESTAMP ->
          ((Types.TimestampType) type).shouldAdjustToUTC()
              ? DateTimeUtil.timestamptzFromMicros(vector.getLong(row))
              : DateTimeUtil.timestampFromMicros(vector.getLong(row));
      case STRUCT -> struct(vector, row, type.asStructType());
      case LIST -> list(vector.getArray(row), type.asListType());
      case MAP -> map(vector.getMap(row), type.asMapType());
      default -> throw new IllegalArgumentException(type + " is not of Delta");
    };
  }

  private static int integer(ColumnVector vector, int row) {
    DataType type = vector.getDataType();
    if (type instanceof ByteType) {
      return vector.getByte(row);
    }

    return type instanceof ShortType ? vector.getShort(row) : vector.getInt(row);
  }

  private static GenericRecord struct(ColumnVector vector, int row, Types.StructType type) {
    GenericRecord record = GenericRecord.create(type);
    List<NestedField> fields = type.fields();
    for (int i = 0; i < fields.size(); i++) {
      record.set(i, value(vector.getChild(i), row, fields.get(i).type()));
    }

    return record;
  }

  private static List<Object> list(ArrayValue array, Types.ListType type) {
    List<Object> values = new ArrayList<>(array.getSize());
    for (int i = 0; i < array.getSize(); i++) {
      values.add(value(array.getElements(), i, type.elementType()));
    }

    return values;
  }

  private static Map<Object, Object> map(MapValue map, Types.MapType type) {
    Map<Object, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < map.getSize(); i++) {
      values.put(
          value(map.getKeys(), i, type.keyType()), value(map.getValues(), i, type.valueType()));
    }

    return values;
  }
}
