package io.freshet.ingestion.capture.change;

import com.fasterxml.jackson.core.JsonGenerator;
import io.freshet.core.contract.FieldType;
import io.freshet.core.contract.FieldType.Scalar;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/** Writes values as Debezium has them in the form that the JSON of a contract's column has. */
public final class Values {
  /** What Debezium is to tell in place of a large value that it was not told; no row has it. */
  public static final String UNTOLD = "__freshet_capture_was_not_told_this_value__";

  private static final long NANOS_PER_MICRO = 1000;
  private static final long MICROS_PER_DAY = 86_400_000_000L;

  /** More digits are no number of any contract, and would be long to spell out. */
  private static final int MAX_DIGITS = 100;

  private Values() {}

  /**
   * Writes the value of a column.
   *
   * @param schema what Debezium says of the value, which may be null
   */
  static void write(
      JsonGenerator json, io.freshet.core.contract.Field column, Schema schema, Object value)
      throws IOException {
    if (column.json().isAny() && value instanceof String text) {
      json.writeRawValue(text);
    } else {
      write(json, column.type(), schema, value);
    }
  }

  private static void write(JsonGenerator json, FieldType type, Schema schema, Object value)
      throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof List<?> elements) {
      writeArray(json, type, schema, elements);
    } else if (value instanceof Struct struct) {
      writeStruct(json, struct);
    } else if (value instanceof String text) {
      writeText(json, type, schema, text);
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else if (value instanceof byte[] bytes) {
      json.writeString(Base64.getEncoder().encodeToString(bytes));
    } else if (value instanceof Number number) {
      writeNumber(json, schema, number);
    } else {
      json.writeString(value.toString());
    }
  }

  /** RFC 3339 in UTC; a time of no year from 1 to 9999 is a text that nobody reads as a time. */
  static String time(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
  }

  private static void writeArray(
      JsonGenerator json, FieldType type, Schema schema, List<?> elements) throws IOException {
    FieldType element = type instanceof FieldType.Sequence sequence ? sequence.element() : type;
    json.writeStartArray();
    for (Object each : elements) {
      write(json, element, schema.valueSchema(), each);
    }
    json.writeEndArray();
  }

  private static void writeStruct(JsonGenerator json, Struct struct) throws IOException {
    json.writeStartObject();
    for (Field field : struct.schema().fields()) {
      json.writeFieldName(field.name());
      write(json, Scalar.STRING, field.schema(), struct.get(field));
    }
    json.writeEndObject();
  }

  /** Texts, and what Debezium writes as such: exact numbers, JSON, bytes in base64, some times. */
  private static void writeText(JsonGenerator json, FieldType type, Schema schema, String text)
      throws IOException {
    if (text.equals(UNTOLD)) {
      throw new FreshetException(
          Fault.CALLER,
          "A large value that did not change is missing in a change: its table has"
              + " lost REPLICA IDENTITY FULL. Give it back, and set capture.snapshot to a"
              + " higher number");
    }
    boolean isJson = "io.debezium.data.Json".equals(schema.name());
    boolean hasShape = type instanceof FieldType.Struct || type instanceof FieldType.Sequence;
    if (isJson && hasShape) {
      json.writeRawValue(text);
    } else if (isNumber(type)) {
      writeExact(json, text);
    } else {
      json.writeString(text);
    }
  }

  private static boolean isNumber(FieldType type) {
    return type instanceof FieldType.Decimal
        || type == Scalar.INTEGER
        || type == Scalar.LONG
        || type == Scalar.FLOAT
        || type == Scalar.DOUBLE;
  }

  /** {@code 5.00} as 5, which a column of whole numbers takes; what is no number as it is. */
  private static void writeExact(JsonGenerator json, String text) throws IOException {
    try {
      BigDecimal number = new BigDecimal(text).stripTrailingZeros();
      if (number.precision() > MAX_DIGITS || Math.abs((long) number.scale()) > MAX_DIGITS) {
        json.writeString(text);
      } else if (number.scale() <= 0) {
        json.writeNumber(number.toBigIntegerExact());
      } else {
        json.writeNumber(number.toPlainString());
      }
    } catch (NumberFormatException noNumber) { // NaN and the infinities
      json.writeString(text);
    }
  }

  private static void writeNumber(JsonGenerator json, Schema schema, Number number)
      throws IOException {
    String meaning = schema.name() == null ? "" : schema.name();
    switch (meaning) {
      case "io.debezium.time.Date" ->
          json.writeString(LocalDate.ofEpochDay(number.longValue()).toString());
      case "io.debezium.time.MicroTimestamp" -> json.writeString(time(number.longValue()));
      case "io.debezium.time.MicroTime" -> json.writeString(timeOfDay(number.longValue()));
      default -> writePlain(json, number);
    }
  }

  private static String timeOfDay(long micros) {
    return micros >= MICROS_PER_DAY
        ? "24:00:00"
        : LocalTime.ofNanoOfDay(micros * NANOS_PER_MICRO).toString();
  }

  /** JSON has no word for what is not finite: as a text it is told of as no number. */
  private static void writePlain(JsonGenerator json, Number number) throws IOException {
    boolean isFraction = number instanceof Float || number instanceof Double;
    if (isFraction && !Double.isFinite(number.doubleValue())) {
      json.writeString(number.toString());
    } else if (number instanceof Float single) {
      json.writeNumber(single);
    } else if (isFraction) {
      json.writeNumber(number.doubleValue());
    } else {
      json.writeNumber(number.longValue());
    }
  }
}
