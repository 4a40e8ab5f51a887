package io.freshet.core.envelope.registry;

import io.freshet.core.envelope.SchemaRegistry;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * A registry that lives as long as its object, for tests and for programs without a real one. It
 * gives ids from 1 and holds no one to a compatibility. Thread-safe.
 */
public final class InMemorySchemaRegistry implements SchemaRegistry {
  private final Map<Schema, Integer> ids = new LinkedHashMap<>();
  private final Map<Integer, Schema> schemas = new LinkedHashMap<>();

  @Override
  public synchronized Optional<Schema> schema(int id) {
    return Optional.ofNullable(schemas.get(id));
  }

  /** As in the real one, the same schema has the same id under every subject. */
  @Override
  public synchronized int register(String subject, Schema schema) {
    int id = ids.computeIfAbsent(schema, unknown -> ids.size() + 1);
    schemas.put(id, schema);

    return id;
  }
}
