package io.freshet.core.envelope;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Schema;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.util.Utf8;

/** A record's key: {@code <partition key>} or {@code <partition key>:<entity key>}, as text. */
final class EventKey {
  private static final byte SEPARATOR = ':';
  private static final int NO_ENTITY = -1;

  private final int partitionKey;
  private final int entityKey;

  EventKey(Contract contract) {
    Schema schema = contract.schema();
    this.partitionKey = schema.indexOf(schema.keys().partitionKey());
    this.entityKey = schema.keys().entityKey().map(schema::indexOf).orElse(NO_ENTITY);
  }

  /** Empty when one of its parts is missing or has no letters. */
  Optional<byte[]> of(IndexedRecord payload) {
    byte[] first = text(payload.get(partitionKey));
    if (first.length == 0 || entityKey == NO_ENTITY) {
      return Optional.of(first).filter(text -> text.length > 0);
    }
    byte[] second = text(payload.get(entityKey));
    if (second.length == 0) {
      return Optional.empty();
    }
    byte[] key = new byte[first.length + 1 + second.length];
    System.arraycopy(first, 0, key, 0, first.length);
    key[first.length] = SEPARATOR;
    System.arraycopy(second, 0, key, first.length + 1, second.length);

    return Optional.of(key);
  }

  int partition(Partitioning partitioning, IndexedRecord payload) {
    byte[] first = text(payload.get(partitionKey));

    return entityKey == NO_ENTITY
        ? partitioning.partition(first)
        : partitioning.partition(first, text(payload.get(entityKey)));
  }

  private static byte[] text(Object value) {
    if (value instanceof Utf8 utf8) {
      byte[] bytes = utf8.getBytes();

      return bytes.length == utf8.getByteLength()
          ? bytes
          : Arrays.copyOf(bytes, utf8.getByteLength());
    }

    return value == null ? new byte[0] : value.toString().getBytes(StandardCharsets.UTF_8);
  }
}
