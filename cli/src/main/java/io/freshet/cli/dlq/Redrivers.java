package io.freshet.cli.dlq;

import io.freshet.cli.Workspace;
import io.freshet.core.envelope.SchemaRegistry;
import io.freshet.core.envelope.registry.HttpSchemaRegistry;
import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.ingestion.deadletters.redrive.Redriver;
import java.time.InstantSource;
import org.apache.iceberg.catalog.Catalog;

/** Redrives of the installation that a command talks to. */
final class Redrivers {
  private Redrivers() {}

  static Redriver of(Workspace workspace, Catalog catalog) {
    return new Redriver(
        catalog,
        workspace.contracts(),
        workspace.kafka(),
        registry(workspace),
        InstantSource.system());
  }

  static SchemaRegistry registry(Workspace workspace) {
    return new HttpSchemaRegistry(RegistrySettings.from(workspace.settings()));
  }
}
