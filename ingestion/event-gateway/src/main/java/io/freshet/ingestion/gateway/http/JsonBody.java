package io.freshet.ingestion.gateway.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * An answer that is written as it is told, without a tree of it: a request of a hundred events has
 * a hundred answers.
 */
final class JsonBody {
  // An id may hold half of a character, which has no UTF-8.
  private static final JsonFactory JSON =
      JsonMapper.builder(JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build())
          .build()
          .getFactory();

  private JsonBody() {}

  /** Writes an object's members. */
  @FunctionalInterface
  interface Members {
    void write(JsonGenerator json) throws IOException;
  }

  /** The object, in ASCII. */
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
