package io.freshet.core.envelope;

import java.util.Optional;
import org.apache.avro.Schema;

/** What the envelope needs of a schema registry with the Confluent API. */
public interface SchemaRegistry {
  /**
   * The Avro schema of that id; empty when the registry says that it has none.
   *
   * @throws UnreadableSchemaException when there is one, but too large for anyone
   * @throws io.freshet.core.toolkit.FreshetException a dependency failure when it can't be asked
   */
  Optional<Schema> schema(int id);

  /** Registers a schema under a subject, or finds it there; returns its id. */
  int register(String subject, Schema schema);

  /** Where a reader finds the schema of that id: the envelope's {@code dataschema}, a URI. */
  default String address(int id) {
    return "urn:schema-registry:" + id;
  }
}
