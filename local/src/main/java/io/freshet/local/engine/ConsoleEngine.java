package io.freshet.local.engine;

import io.freshet.local.Part;
import io.freshet.local.process.Launch;
import java.util.List;
import java.util.Map;

/** Our web console; it finds all others in the profile, and waits for none of them. */
final class ConsoleEngine implements Engine {
  private final Surroundings here;

  ConsoleEngine(Surroundings here) {
    this.here = here;
  }

  @Override
  public String name() {
    return Part.CONSOLE.label();
  }

  @Override
  public Launch prepare() {
    List<String> command =
        new JavaCommand(here.runtimes().ours(), here.settings().heap(Part.CONSOLE))
            .options("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
            .main(here.modules().classPath("console"), "io.freshet.console.ConsoleServer");
    Map<String, String> environment =
        Map.of(
            "FRESHET_PROFILE",
            here.folder().profile().toString(),
            "FRESHET_CONSOLE_PORT",
            Integer.toString(here.port(Part.CONSOLE)),
            // Jobs are started later, and others may be at any time.
            "FRESHET_CONSOLE_FLINK_FILE",
            here.folder().jobManagers().toString());

    return new Launch(command, environment, here.folder().data(name()));
  }

  @Override
  public boolean answers() {
    return Probe.isOk("http://" + here.address(Part.CONSOLE) + "/health");
  }
}
