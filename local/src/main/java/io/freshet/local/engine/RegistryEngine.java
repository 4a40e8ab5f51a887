package io.freshet.local.engine;

import io.freshet.local.Part;
import io.freshet.local.process.Launch;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Apicurio, which speaks the API of Confluent's schema registry; its schemas are in Postgres. */
final class RegistryEngine implements Engine {
  private static final String MANAGEMENT = "registry-management";

  private final Surroundings here;

  RegistryEngine(Surroundings here) {
    this.here = here;
  }

  @Override
  public String name() {
    return Part.REGISTRY.label();
  }

  @Override
  public List<String> ports() {
    return List.of(name(), MANAGEMENT);
  }

  @Override
  public Launch prepare() {
    Path program = here.programs().registry(here.progress());
    List<String> command =
        new JavaCommand(here.runtimes().newer(here.progress()), here.settings().heap(Part.REGISTRY))
            // The fast compiler only: it starts in half the time, and is never busy afterwards.
            .options("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
            .jar(program.resolve("quarkus-run.jar").toString());

    return new Launch(command, environment(), here.folder().data(name()));
  }

  @Override
  public boolean answers() {
    return Probe.isOk("http://" + here.address(Part.REGISTRY) + "/apis/ccompat/v7/subjects");
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
    environment.put("QUARKUS_HTTP_PORT", Integer.toString(here.port(Part.REGISTRY)));
    environment.put("QUARKUS_HTTP_ACCESS_LOG_ENABLED", "false");
    environment.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
    environment.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(here.ports().port(MANAGEMENT)));
    environment.put("APICURIO_STORAGE_KIND", "sql");
    environment.put("APICURIO_STORAGE_SQL_KIND", "postgresql");
    environment.put(
        "APICURIO_DATASOURCE_URL",
        "jdbc:postgresql://%s/registry".formatted(here.address(Part.POSTGRES)));
    environment.put("APICURIO_DATASOURCE_USERNAME", Credentials.POSTGRES_USER);
    environment.put("APICURIO_DATASOURCE_PASSWORD", Credentials.postgresPassword(here.secrets()));

    return environment;
  }
}
