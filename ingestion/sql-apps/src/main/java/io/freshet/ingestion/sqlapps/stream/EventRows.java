package io.freshet.ingestion.sqlapps.stream;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType;
import io.freshet.core.envelope.batch.ReceivedTime;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.util.Utf8;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Makes rows of {@link ContractColumns#read} of events. */
final class EventRows {
  private static final long MICROS_PER_MILLI = 1000;
  private static final int NANOS_PER_MICRO = 1000;

  private final List<Field> fields;
  private final int eventTime;

  EventRows(Contract contract) {
    this.fields = contract.schema().fields();
    this.eventTime = contract.schema().indexOf(contract.schema().keys().eventTime());
  }

  RowData row(ConsumerRecord<byte[], byte[]> kafkaRecord, GenericRecord payload) {
    int columns = fields.size();
    GenericRowData row = new GenericRowData(columns + ContractColumns.PLATFORM.size());
    for (int i = 0; i < columns; i++) {
      row.setField(i, value(fields.get(i).type(), payload.get(i)));
    }
    // Of a time attribute nothing finer than milliseconds may be left.
    row.setField(eventTime, millis(Math.floorDiv((Long) payload.get(eventTime), MICROS_PER_MILLI)));
    row.setField(columns, kafkaRecord.partition());
    row.setField(columns + 1, kafkaRecord.offset());
    row.setField(columns + 2, millis(ReceivedTime.millis(kafkaRecord)));

    return row;
  }

  private static TimestampData millis(long millis) {
    return TimestampData.fromEpochMillis(millis);
  }

  private static Object value(FieldType type, Object value) {
    if (value == null) {
      return null;
    }
    if (type instanceof FieldType.Decimal decimal) {
      return DecimalData.fromBigDecimal(
          new BigDecimal(new BigInteger(bytes(value)), decimal.scale()),
          decimal.precision(),
          decimal.scale());
    }
    if (type instanceof FieldType.Sequence sequence) {
      return new GenericArrayData(
          ((List<?>) value).stream().map(each -> value(sequence.element(), each)).toArray());
    }
    if (type instanceof FieldType.Struct struct) {
      GenericRowData row = new GenericRowData(struct.fields().size());
      for (int i = 0; i < struct.fields().size(); i++) {
        row.setField(i, value(struct.fields().get(i).type(), ((IndexedRecord) value).get(i)));
      }

      return row;
    }

    return scalar((FieldType.Scalar) type, value);
  }

  private static Object scalar(FieldType.Scalar type, Object value) {
    return switch (type) {
      case BOOLEAN, INTEGER, LONG, FLOAT, DOUBLE, DATE -> value;
      case STRING -> text(value);
      case BYTES -> bytes(value);
      case TIMESTAMP -> micros((Long) value);
    };
  }

  private static StringData text(Object value) {
    return value instanceof Utf8 utf8
        ? StringData.fromBytes(utf8.getBytes().clone(), 0, utf8.getByteLength())
        : StringData.fromString(value.toString());
  }

  private static TimestampData micros(long micros) {
    return TimestampData.fromEpochMillis(
        Math.floorDiv(micros, MICROS_PER_MILLI),
        (int) Math.floorMod(micros, MICROS_PER_MILLI) * NANOS_PER_MICRO);
  }

  private static byte[] bytes(Object value) {
    ByteBuffer buffer = ((ByteBuffer) value).duplicate();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);

    return bytes;
  }
}
