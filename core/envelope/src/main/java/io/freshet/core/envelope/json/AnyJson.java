package io.freshet.core.envelope.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;

/** Keeps a value as JSON text: without spaces between, numbers as they are written. */
final class AnyJson implements JsonValue {
  private static final JsonFactory JSON = new JsonFactory();

  @Override
  public Object read(JsonParser parser, Violations violations) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator copy = JSON.createGenerator(text)) {
      int open = 0;
      do {
        JsonToken token = parser.currentToken();
        if (token.isStructEnd()) {
          open--;
        } else if (token.isStructStart()) {
          open++;
        }
        if (token == JsonToken.VALUE_STRING && !JsonValues.isUnicode(parser.getText())) {
          violations.add(parser, "has half a character; a text of whole characters is wanted");
        }
        write(parser, copy);
      } while (open > 0 && parser.nextToken() != null);
    }

    return text.toString();
  }

  private static void write(JsonParser parser, JsonGenerator copy) throws IOException {
    switch (parser.currentToken()) {
      case FIELD_NAME -> copy.writeFieldName(parser.currentName());
      case VALUE_STRING -> copy.writeString(parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> copy.writeNumber(parser.getText());
      default -> copy.copyCurrentEvent(parser);
    }
  }
}
