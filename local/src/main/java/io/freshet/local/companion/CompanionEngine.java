package io.freshet.local.companion;

import io.freshet.local.Companion;
import io.freshet.local.engine.Engine;
import io.freshet.local.engine.Probe;
import io.freshet.local.engine.Surroundings;
import io.freshet.local.process.Launch;
import java.util.List;

/** A companion's process. */
final class CompanionEngine implements Engine {
  private final Companion companion;
  private final Surroundings here;

  CompanionEngine(Companion companion, Surroundings here) {
    this.companion = companion;
    this.here = here;
  }

  @Override
  public String name() {
    return companion.name();
  }

  @Override
  public List<String> ports() {
    return companion.isServer() ? List.of(name()) : List.of();
  }

  @Override
  public Launch prepare() {
    return companion.launch().apply(port());
  }

  @Override
  public boolean answers() {
    return !companion.isServer() || Probe.isOk("http://127.0.0.1:%d/health".formatted(port()));
  }

  private int port() {
    return companion.isServer() ? here.ports().port(name()) : 0;
  }
}
