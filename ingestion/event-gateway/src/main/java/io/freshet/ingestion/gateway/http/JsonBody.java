package io.freshet.ingestion.gateway.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * An answer that is written as it is told, without a tree of it: a request of a hundred events has
 * a hundred answers.
 */
final class JsonBody {
  // Writes half of a character, which an id may hold and which has no UTF-8, as an escape.
  private static final JsonFactory JSON = new ObjectMapper().getFactory();

  private JsonBody() {}

  /** Writes an object's members. */
  @FunctionalInterface
  interface Members {
    void write(JsonGenerator json) throws IOException;
  }

  /** The object, in UTF-8. */
  static byte[] of(Members members) {
    try (ByteArrayBuilder bytes = new ByteArrayBuilder()) {
      try (JsonGenerator json = JSON.createGenerator(bytes)) {
        json.writeStartObject();
        members.write(json);
        json.writeEndObject();
      }

      return bytes.toByteArray();
    } catch (IOException impossible) {
      throw new UncheckedIOException("Memory can't fail to be written", impossible);
    }
  }
}
