package io.freshet.core.envelope.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.freshet.core.contract.FieldType;
import io.freshet.core.contract.FieldType.Scalar;
import io.freshet.core.envelope.Rfc3339;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.avro.Schema;

/** How the values of each type are written in JSON. */
final class JsonValues {
  private static final String TIME = "a time such as \"2026-01-31T12:00:00Z\"";
  private static final String DATE = "a date such as \"2026-01-31\"";

  private JsonValues() {}

  /**
   * @param schema the column's, possibly a union with null
   */
  static JsonValue of(FieldType type, Schema schema) {
    Schema present = schema.isUnion() ? schema.getTypes().get(1) : schema;
    if (type instanceof FieldType.Struct struct) {
      return new JsonStruct(struct.fields(), present);
    }
    if (type instanceof FieldType.Sequence sequence) {
      return list(of(sequence.element(), present.getElementType()));
    }
    if (type instanceof FieldType.Decimal decimal) {
      return new JsonDecimal(decimal);
    }

    return scalar((Scalar) type);
  }

  private static JsonValue scalar(Scalar type) {
    return switch (type) {
      case BOOLEAN -> JsonValues::flag;
      case INTEGER -> JsonValues::int32;
      case LONG -> JsonValues::int64;
      case FLOAT -> JsonValues::float32;
      case DOUBLE -> JsonValues::float64;
      case STRING -> JsonValues::text;
      case BYTES -> JsonValues::bytes;
      case DATE -> JsonValues::date;
      case TIMESTAMP -> JsonValues::time;
    };
  }

  private static Object flag(JsonParser parser, Violations violations) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> JsonValue.refuse(parser, violations, "true or false");
    };
  }

  private static Object int32(JsonParser parser, Violations violations) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT
        && parser.getNumberType() == JsonParser.NumberType.INT) {
      return parser.getIntValue();
    }

    return JsonValue.refuse(
        parser,
        violations,
        "a whole number from %d to %d".formatted(Integer.MIN_VALUE, Integer.MAX_VALUE));
  }

  private static Object int64(JsonParser parser, Violations violations) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT
        && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
      return parser.getLongValue();
    }

    return JsonValue.refuse(
        parser,
        violations,
        "a whole number from %d to %d".formatted(Long.MIN_VALUE, Long.MAX_VALUE));
  }

  private static Object float32(JsonParser parser, Violations violations) throws IOException {
    if (parser.currentToken().isNumeric() && Float.isFinite(parser.getFloatValue())) {
      return parser.getFloatValue();
    }

    return JsonValue.refuse(parser, violations, "a number of 32 bits");
  }

  private static Object float64(JsonParser parser, Violations violations) throws IOException {
    if (parser.currentToken().isNumeric() && Double.isFinite(parser.getDoubleValue())) {
      return parser.getDoubleValue();
    }

    return JsonValue.refuse(parser, violations, "a number of 64 bits");
  }

  private static Object text(JsonParser parser, Violations violations) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      String text = parser.getText();
      if (isUnicode(text)) {
        return text;
      }
    }

    return JsonValue.refuse(parser, violations, "a text of whole characters");
  }

  private static Object bytes(JsonParser parser, Violations violations) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      try {
        return ByteBuffer.wrap(Base64.getDecoder().decode(parser.getText()));
      } catch (IllegalArgumentException noBase64) {
        return JsonValue.refuse(parser, violations, "bytes in base64");
      }
    }

    return JsonValue.refuse(parser, violations, "bytes in base64");
  }

  private static Object date(JsonParser parser, Violations violations) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      try {
        LocalDate date = LocalDate.parse(parser.getText());
        if (date.getYear() >= 1 && date.getYear() <= 9999) {
          return (int) date.toEpochDay();
        }
      } catch (DateTimeException noDate) {
        return JsonValue.refuse(parser, violations, DATE);
      }
    }

    return JsonValue.refuse(parser, violations, DATE);
  }

  private static Object time(JsonParser parser, Violations violations) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      byte[] text = parser.getText().getBytes(StandardCharsets.UTF_8);
      long micros = Rfc3339.parse(text, 0, text.length);
      if (micros != Rfc3339.UNREADABLE) {
        return micros;
      }
    }

    return JsonValue.refuse(parser, violations, TIME);
  }

  private static JsonValue list(JsonValue element) {
    return (parser, violations) -> {
      if (parser.currentToken() != JsonToken.START_ARRAY) {
        return JsonValue.refuse(parser, violations, "an array");
      }
      List<Object> elements = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
          violations.add(parser, "is null; elements never are");
        } else {
          elements.add(element.read(parser, violations));
        }
      }

      return elements;
    };
  }

  /** Half of a surrogate pair has no UTF-8, and would silently become a question mark. */
  static boolean isUnicode(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return text.codePoints()
            .allMatch(letter -> Character.getType(letter) != Character.SURROGATE);
      }
    }

    return true;
  }
}
