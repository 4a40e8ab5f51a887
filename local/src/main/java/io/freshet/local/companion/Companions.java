package io.freshet.local.companion;

import io.freshet.local.Companion;
import io.freshet.local.engine.Engine;
import io.freshet.local.engine.Supervisor;
import io.freshet.local.engine.Surroundings;
import io.freshet.local.state.PlatformFile;
import io.freshet.local.state.PlatformState.StartedPart;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The companions of one platform: of what is noted there, all that is no process of its own. */
public final class Companions {
  private static final long NOBODY = -1;

  private final PlatformFile file;
  private final Surroundings here;
  private final Supervisor supervisor;

  public Companions(PlatformFile file, Surroundings here) {
    this.file = file;
    this.here = here;
    this.supervisor = new Supervisor(file, here);
  }

  /** Returns once it serves; leaves it alone if it runs. */
  public Engine start(Companion companion) {
    Engine engine = new CompanionEngine(companion, here);
    supervisor.chosePorts(engine);
    if (supervisor.running(engine).isEmpty()) {
      noteBeforehand(companion);
    }
    supervisor.ensure(engine);

    return engine;
  }

  /**
   * Those that were started and not stopped, dead or alive.
   *
   * @param own the platform's own processes
   */
  public List<Engine> engines(List<Engine> own) {
    Set<String> taken = own.stream().map(Engine::name).collect(Collectors.toSet());

    return file.read().parts().entrySet().stream()
        .filter(noted -> !taken.contains(noted.getKey()))
        .map(noted -> known(noted.getKey(), noted.getValue()))
        .toList();
  }

  /** Forgets those that have ended: who brings the platform up does not know how to start them. */
  public void forgetEnded(List<Engine> own) {
    engines(own).stream()
        .filter(engine -> supervisor.running(engine).isEmpty())
        .forEach(engine -> supervisor.forget(engine.name()));
  }

  /** Stops all of them. */
  public void stop(List<Engine> own) {
    engines(own).forEach(supervisor::stop);
  }

  /** Only by its note is it known at all: whoever starts it may be killed before it has a pid. */
  private void noteBeforehand(Companion companion) {
    int port = companion.isServer() ? here.ports().port(companion.name()) : 0;
    file.change(
        state ->
            state.withPart(companion.name(), new StartedPart(NOBODY, Instant.EPOCH, port, "")));
  }

  private Engine known(String name, StartedPart noted) {
    return new CompanionEngine(
        new Companion(
            name,
            noted.port() != 0,
            port -> {
              throw new IllegalStateException(name + " is started by whoever knows its command");
            }),
        here);
  }
}
