package io.freshet.core.envelope.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.ContentReference;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * A JSON value somewhere in a request's body: UTF-8, as JSON has it, and bounded in depth and in
 * the length of names and numbers.
 *
 * @param bytes the whole body; not copied
 * @param from where the value begins, in bytes
 * @param to behind its last byte
 * @param start the same place as line and column, both from 1
 */
public record JsonText(byte[] bytes, int from, int to, JsonLocation start) {
  /** Deeper is no event; a contract's own file may be nested 40 levels deep. */
  public static final int MAX_DEPTH = 50;

  private static final int MAX_NUMBER_LENGTH = 100;
  private static final int MAX_NAME_LENGTH = 1000;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(MAX_NUMBER_LENGTH)
                  .maxNameLength(MAX_NAME_LENGTH)
                  .build())
          .build();

  /** What reads a value, standing on its first token. */
  @FunctionalInterface
  public interface Reading<T> {
    T read(JsonParser parser) throws IOException;
  }

  /** A whole body. */
  public static JsonText of(byte[] body) {
    return new JsonText(
        body, 0, body.length, new JsonLocation(ContentReference.unknown(), 0, 0, 1, 1));
  }

  /**
   * Reads the value, and sees to it that there is one and nothing behind it.
   *
   * @throws MalformedJsonException when that is not so
   */
  public <T> T read(Reading<T> reading) {
    requireUtf8();
    try (JsonParser parser = JSON.createParser(bytes, from, to - from)) {
      if (parser.nextToken() == null) {
        throw new MalformedJsonException(
            start.getLineNr(), start.getColumnNr(), "There is nothing; JSON is wanted");
      }
      T value = reading.read(parser);
      if (parser.nextToken() != null) {
        JsonLocation extra = parser.currentTokenLocation();
        throw new MalformedJsonException(
            extra.getLineNr(), extra.getColumnNr(), "There is more than one JSON value");
      }

      return value;
    } catch (JsonProcessingException e) {
      throw MalformedJsonException.of(e, start);
    } catch (IOException e) {
      // In memory nothing else fails than the bytes' encoding.
      throw new UncheckedIOException(e);
    }
  }

  /** The value on whose first token the parser stands; leaves the parser on its last one. */
  public JsonText part(JsonParser parser) throws IOException {
    JsonLocation partStart = parser.currentTokenLocation();
    int partFrom = from + (int) partStart.getByteOffset();
    parser.skipChildren();
    parser.finishToken();

    return new JsonText(
        bytes, partFrom, from + (int) parser.currentLocation().getByteOffset(), partStart);
  }

  /** The value's bytes, for whoever has a parser of its own. */
  public InputStream stream() {
    return new ByteArrayInputStream(bytes, from, to - from);
  }

  /** Other encodings, which the parser would guess, hold zeros in their first characters. */
  private void requireUtf8() {
    for (int i = from; i < Math.min(to, from + 4); i++) {
      if (bytes[i] == 0 || bytes[i] == (byte) 0xFE || bytes[i] == (byte) 0xFF) {
        throw new MalformedJsonException(
            start.getLineNr(), start.getColumnNr() + i - from, "This is not UTF-8, as JSON is");
      }
    }
  }
}
