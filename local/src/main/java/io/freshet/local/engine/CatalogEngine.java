package io.freshet.local.engine;

import io.freshet.local.Part;
import io.freshet.local.process.Launch;
import java.util.List;
import java.util.Map;

/** Our Iceberg REST catalog; it finds Postgres, S3 and its token in the profile. */
final class CatalogEngine implements Engine {
  private final Surroundings here;

  CatalogEngine(Surroundings here) {
    this.here = here;
  }

  @Override
  public String name() {
    return Part.CATALOG.label();
  }

  @Override
  public Launch prepare() {
    List<String> command =
        here.java(here.runtimes().ours(), Part.CATALOG)
            .options("-XX:+UseSerialGC")
            .main(here.modules().classPath("catalog"), "io.freshet.catalog.CatalogServer");
    Map<String, String> environment =
        Map.of(
            "FRESHET_PROFILE",
            here.folder().profile().toString(),
            "FRESHET_CATALOG_PORT",
            Integer.toString(here.port(Part.CATALOG)),
            // For clients that ask for it, as they have no keys of the store.
            "FRESHET_CATALOG_REMOTE_SIGNING",
            "true");

    return new Launch(command, environment, here.folder().data(name()));
  }

  @Override
  public boolean answers() {
    return Probe.isOk("http://" + here.address(Part.CATALOG) + "/health");
  }
}
