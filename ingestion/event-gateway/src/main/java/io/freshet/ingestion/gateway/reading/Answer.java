package io.freshet.ingestion.gateway.reading;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;

/** A JSON array of records that grows up to a size; its first record always fits. */
final class Answer {
  private final int maxBytes;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private boolean isEmpty = true;

  Answer(int maxBytes) {
    this.maxBytes = maxBytes;
    bytes.write('[');
  }

  boolean isEmpty() {
    return isEmpty;
  }

  /** Takes the record in, if there is room. */
  boolean add(ObjectNode item) {
    byte[] json = item.toString().getBytes(UTF_8);
    if (!isEmpty && bytes.size() + json.length + 1 > maxBytes) {
      return false;
    }
    if (!isEmpty) {
      bytes.write(',');
    }
    bytes.writeBytes(json);
    isEmpty = false;

    return true;
  }

  byte[] json() {
    bytes.write(']');

    return bytes.toByteArray();
  }
}
