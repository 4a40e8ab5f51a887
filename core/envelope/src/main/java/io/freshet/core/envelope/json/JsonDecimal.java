package io.freshet.core.envelope.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.freshet.core.contract.FieldType;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteBuffer;

/**
 * A decimal, written as a number or, where a sender has no exact ones, as a text. Digits beyond the
 * column's scale are rounded, half to even: phones send positions as doubles.
 */
final class JsonDecimal implements JsonValue {
  // As long as a number may be; a text is no way around that.
  private static final int MAX_LENGTH = 100;

  private final FieldType.Decimal type;
  private final BigInteger limit;
  private final String wanted;

  JsonDecimal(FieldType.Decimal type) {
    this.type = type;
    this.limit = BigInteger.TEN.pow(type.precision());
    this.wanted =
        "a number of at most %d digits before the point".formatted(type.precision() - type.scale());
  }

  @Override
  public Object read(JsonParser parser, Violations violations) throws IOException {
    BigDecimal value = value(parser);
    BigInteger unscaled = value == null ? limit : unscaled(value);

    return unscaled.abs().compareTo(limit) < 0
        ? ByteBuffer.wrap(unscaled.toByteArray())
        : JsonValue.refuse(parser, violations, wanted);
  }

  /** The number as it is written; {@code null} when it is none. */
  private static BigDecimal value(JsonParser parser) throws IOException {
    try {
      if (parser.currentToken().isNumeric()) {
        return parser.getDecimalValue();
      }

      return parser.currentToken() == JsonToken.VALUE_STRING && parser.getTextLength() <= MAX_LENGTH
          ? new BigDecimal(parser.getText())
          : null;
    } catch (NumberFormatException noNumber) {
      // Also of an exponent that no int holds.
      return null;
    }
  }

  /** A few letters write numbers with a billion digits: these are not spelled out. */
  private BigInteger unscaled(BigDecimal value) {
    long digitsBeforePoint = (long) value.precision() - value.scale();
    if (value.signum() == 0 || digitsBeforePoint < -type.scale()) {
      return BigInteger.ZERO;
    }

    return digitsBeforePoint > type.precision()
        ? limit
        : value.setScale(type.scale(), RoundingMode.HALF_EVEN).unscaledValue();
  }
}
