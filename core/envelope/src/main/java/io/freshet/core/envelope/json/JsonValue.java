package io.freshet.core.envelope.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** Reads one JSON value as what Avro's generic records hold for a column's type. */
@FunctionalInterface
interface JsonValue {
  /**
   * Reads the value on whose first token, never null's, the parser stands, and leaves it on the
   * last one.
   *
   * @return the value; of no meaning once a violation was added
   */
  Object read(JsonParser parser, Violations violations) throws IOException;

  /** Passes the value over and says what would have been right. */
  static Object refuse(JsonParser parser, Violations violations, String wanted) throws IOException {
    violations.add(parser, "is %s; %s is wanted".formatted(noun(parser.currentToken()), wanted));
    parser.skipChildren();

    return null;
  }

  private static String noun(JsonToken token) {
    return switch (token) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case VALUE_STRING -> "a text";
      case VALUE_NUMBER_INT -> "a whole number";
      case VALUE_NUMBER_FLOAT -> "a fraction";
      case VALUE_TRUE, VALUE_FALSE -> "true or false";
      case VALUE_NULL -> "null";
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
          token.asString();
    };
  }
}
