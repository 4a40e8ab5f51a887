package io.freshet.ingestion.sqlapps.stream;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType;
import io.freshet.core.envelope.InvalidEventException;
import io.freshet.core.envelope.PayloadBuilder;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/** Makes payloads of rows of {@link ContractColumns#written}; one per thread. */
final class RowPayloads {
  private final List<Field> fields;
  private final RowData.FieldGetter[] getters;
  private final RowType type;
  private final PayloadBuilder builder;

  RowPayloads(Contract contract, RowType type) {
    this.fields = contract.schema().fields();
    this.type = type;
    this.getters = getters(type);
    this.builder = new PayloadBuilder(contract);
  }

  /**
   * @throws InvalidEventException when the row is no event of the contract
   */
  GenericRecord payload(RowData row) {
    try {
      for (int i = 0; i < fields.size(); i++) {
        Object value = getters[i].getFieldOrNull(row);
        builder.set(fields.get(i).name(), value(fields.get(i).type(), type.getTypeAt(i), value));
      }
    } catch (InvalidEventException e) {
      clear();
      throw e;
    }

    return builder.build();
  }

  /** What was set of a row that is refused must not be part of the next. */
  private void clear() {
    fields.forEach(field -> builder.set(field.name(), null));
  }

  private static RowData.FieldGetter[] getters(RowType type) {
    RowData.FieldGetter[] getters = new RowData.FieldGetter[type.getFieldCount()];
    for (int i = 0; i < getters.length; i++) {
      getters[i] = RowData.createFieldGetter(type.getTypeAt(i), i);
    }

    return getters;
  }

  private static Object value(FieldType type, LogicalType logical, Object value) {
    if (value == null) {
      return null;
    }
    if (type instanceof FieldType.Decimal) {
      return ((DecimalData) value).toBigDecimal();
    }
    if (type instanceof FieldType.Sequence sequence) {
      return list(sequence, (ArrayType) logical, (ArrayData) value);
    }
    if (type instanceof FieldType.Struct struct) {
      return map(struct, (RowType) logical, (RowData) value);
    }

    return switch ((FieldType.Scalar) type) {
      case BOOLEAN, INTEGER, LONG, FLOAT, DOUBLE, BYTES -> value;
      case STRING -> value.toString();
      case DATE -> LocalDate.ofEpochDay((Integer) value);
      case TIMESTAMP -> ((TimestampData) value).toInstant();
    };
  }

  private static List<Object> list(FieldType.Sequence type, ArrayType logical, ArrayData array) {
    ArrayData.ElementGetter getter = ArrayData.createElementGetter(logical.getElementType());
    List<Object> elements = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      elements.add(
          value(type.element(), logical.getElementType(), getter.getElementOrNull(array, i)));
    }

    return elements;
  }

  private static Map<String, Object> map(FieldType.Struct type, RowType logical, RowData row) {
    RowData.FieldGetter[] getters = getters(logical);
    Map<String, Object> parts = new HashMap<>();
    for (int i = 0; i < getters.length; i++) {
      Field part = type.fields().get(i);
      parts.put(
          part.name(), value(part.type(), logical.getTypeAt(i), getters[i].getFieldOrNull(row)));
    }

    return parts;
  }
}
