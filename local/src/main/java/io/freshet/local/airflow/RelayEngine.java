package io.freshet.local.airflow;

import io.freshet.local.engine.Engine;
import io.freshet.local.engine.JavaCommand;
import io.freshet.local.engine.Probe;
import io.freshet.local.engine.Surroundings;
import io.freshet.local.process.Launch;
import java.util.List;
import java.util.Map;

/** The asset relay; it finds Kafka, the registry and Airflow in the profile. */
final class RelayEngine implements Engine {
  private static final String HEAP = "128m";

  private final Surroundings here;

  RelayEngine(Surroundings here) {
    this.here = here;
  }

  @Override
  public String name() {
    return Airflow.RELAY;
  }

  @Override
  public Launch prepare() {
    List<String> command =
        new JavaCommand(here.runtimes().ours(), HEAP)
            .options("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
            .main(
                here.modules().classPath("orchestration/asset-relay"),
                "io.freshet.orchestration.relay.RelayApplication");
    Map<String, String> environment =
        Map.of(
            "FRESHET_PROFILE",
            here.folder().profile().toString(),
            "FRESHET_RELAY_PORT",
            Integer.toString(here.ports().port(name())));

    return new Launch(command, environment, here.folder().data(name()));
  }

  @Override
  public boolean answers() {
    return Probe.isOk("http://127.0.0.1:%d/health".formatted(here.ports().port(name())));
  }
}
