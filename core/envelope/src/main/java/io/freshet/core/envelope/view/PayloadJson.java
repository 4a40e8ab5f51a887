package io.freshet.core.envelope.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType;
import io.freshet.core.contract.FieldType.Decimal;
import io.freshet.core.contract.FieldType.Scalar;
import io.freshet.core.contract.FieldType.Sequence;
import io.freshet.core.contract.FieldType.Struct;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import org.apache.avro.generic.GenericRecord;

/** A payload as JSON, in the form in which the event gateway takes it. */
public final class PayloadJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private PayloadJson() {}

  public static ObjectNode of(GenericRecord payload, List<Field> fields) {
    ObjectNode object = JSON.objectNode();
    fields.forEach(field -> object.set(field.name(), of(payload, field)));

    return object;
  }

  public static JsonNode of(GenericRecord payload, Field field) {
    return value(payload.get(field.name()), field.type());
  }

  private static JsonNode value(Object value, FieldType type) {
    if (value == null) {
      return JSON.nullNode();
    }
    if (type instanceof Decimal decimal) {
      // The factory would strip zeros that the column's scale has.
      return DecimalNode.valueOf(
          new BigDecimal(new BigInteger(bytes((ByteBuffer) value)), decimal.scale()));
    }
    if (type instanceof Struct struct) {
      return of((GenericRecord) value, struct.fields());
    }
    if (type instanceof Sequence sequence) {
      ArrayNode array = JSON.arrayNode();
      ((List<?>) value).forEach(element -> array.add(value(element, sequence.element())));

      return array;
    }

    return scalar(value, (Scalar) type);
  }

  private static JsonNode scalar(Object value, Scalar type) {
    return switch (type) {
      case BOOLEAN -> JSON.booleanNode((Boolean) value);
      case INTEGER -> JSON.numberNode((int) value);
      case LONG -> JSON.numberNode(((Number) value).longValue());
      case FLOAT, DOUBLE -> floating((Number) value);
      case STRING -> JSON.textNode(value.toString());
      case BYTES -> JSON.textNode(Base64.getEncoder().encodeToString(bytes((ByteBuffer) value)));
      case DATE -> JSON.textNode(LocalDate.ofEpochDay((int) value).toString());
      case TIMESTAMP ->
          JSON.textNode(Instant.EPOCH.plus((long) value, ChronoUnit.MICROS).toString());
    };
  }

  /** JSON has no word for what is no number. */
  private static JsonNode floating(Number value) {
    boolean finite = Double.isFinite(value.doubleValue());
    if (!finite) {
      return JSON.textNode(value.toString());
    }

    return value instanceof Float single
        ? JSON.numberNode((float) single)
        : JSON.numberNode(value.doubleValue());
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);

    return bytes;
  }
}
