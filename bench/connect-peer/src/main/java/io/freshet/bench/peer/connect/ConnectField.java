package io.freshet.bench.peer.connect;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Date;
import java.util.function.Function;
import org.apache.avro.LogicalTypes;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;

/**
 * One value on its way from an Avro record to Connect's struct.
 *
 * @param position in the record
 * @param conversion of a value that is not null
 */
record ConnectField(int position, String name, Schema schema, Function<Object, Object> conversion) {
  private static final long MICROS_PER_MILLI = 1000;

  static ConnectField of(org.apache.avro.Schema.Field field) {
    boolean optional = field.schema().isUnion();
    org.apache.avro.Schema avro = optional ? field.schema().getTypes().get(1) : field.schema();
    SchemaBuilder schema = schema(avro);

    return new ConnectField(
        field.pos(),
        field.name(),
        optional ? schema.optional().build() : schema.build(),
        conversion(avro));
  }

  private static SchemaBuilder schema(org.apache.avro.Schema avro) {
    if (avro.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
      return Decimal.builder(decimal.getScale());
    }
    if (avro.getLogicalType() instanceof LogicalTypes.TimestampMicros) {
      return Timestamp.builder();
    }

    return switch (avro.getType()) {
      case STRING -> SchemaBuilder.string();
      case INT -> SchemaBuilder.int32();
      case LONG -> SchemaBuilder.int64();
      default -> throw new DataException("No field here is of type " + avro.getType());
    };
  }

  private static Function<Object, Object> conversion(org.apache.avro.Schema avro) {
    if (avro.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
      int scale = decimal.getScale();

      return value -> decimal((ByteBuffer) value, scale);
    }
    if (avro.getLogicalType() instanceof LogicalTypes.TimestampMicros) {
      // Connect knows no finer times; the simulator's are whole milliseconds.
      return value -> new Date(Math.floorDiv((Long) value, MICROS_PER_MILLI));
    }

    return avro.getType() == org.apache.avro.Schema.Type.STRING
        ? Object::toString
        : Function.identity();
  }

  private static BigDecimal decimal(ByteBuffer unscaled, int scale) {
    byte[] bytes = new byte[unscaled.remaining()];
    unscaled.duplicate().get(bytes);

    return new BigDecimal(new BigInteger(bytes), scale);
  }

  void copy(GenericRecord payload, Struct struct) {
    Object value = payload.get(position);
    if (value != null) {
      struct.put(name, conversion.apply(value));
    }
  }
}
