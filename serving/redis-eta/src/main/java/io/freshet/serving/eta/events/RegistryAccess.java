package io.freshet.serving.eta.events;

import io.freshet.core.envelope.SchemaRegistry;
import io.freshet.core.envelope.registry.HttpSchemaRegistry;
import io.freshet.core.envelope.registry.RegistrySettings;
import java.io.Serializable;

/** How a task opens the schema registry where it runs. */
@FunctionalInterface
public interface RegistryAccess extends Serializable {
  SchemaRegistry open();

  static RegistryAccess at(RegistrySettings settings) {
    return () -> new HttpSchemaRegistry(settings);
  }
}
