package io.freshet.local.engine;

import io.freshet.local.Part;
import io.freshet.local.process.Launch;
import java.util.List;
import java.util.Map;

/** Our lineage collector; it finds Postgres in the profile. Nothing waits for it. */
final class LineageEngine implements Engine {
  private final Surroundings here;

  LineageEngine(Surroundings here) {
    this.here = here;
  }

  @Override
  public String name() {
    return Part.LINEAGE.label();
  }

  @Override
  public Launch prepare() {
    List<String> command =
        new JavaCommand(here.runtimes().ours(), here.settings().heap(Part.LINEAGE))
            .options("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
            .main(here.modules().classPath("lineage"), "io.freshet.lineage.LineageServer");
    Map<String, String> environment =
        Map.of(
            "FRESHET_PROFILE",
            here.folder().profile().toString(),
            "FRESHET_LINEAGE_PORT",
            Integer.toString(here.port(Part.LINEAGE)),
            "FRESHET_LINEAGE_TOKEN",
            Credentials.lineageToken(here.secrets()));

    return new Launch(command, environment, here.folder().data(name()));
  }

  @Override
  public boolean answers() {
    return Probe.isOk("http://" + here.address(Part.LINEAGE) + "/health");
  }
}
