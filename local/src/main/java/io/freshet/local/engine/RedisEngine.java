package io.freshet.local.engine;

import io.freshet.local.Part;
import io.freshet.local.process.Launch;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Redis without persistence: what it holds can be rebuilt, and a test may rely on losing it. */
final class RedisEngine implements Engine {
  private final Surroundings here;

  RedisEngine(Surroundings here) {
    this.here = here;
  }

  @Override
  public String name() {
    return Part.REDIS.label();
  }

  @Override
  public Launch prepare() {
    Path server = here.programs().redisServer(here.progress());
    List<String> command =
        List.of(
            server.toString(),
            "--bind",
            "127.0.0.1",
            "--port",
            Integer.toString(here.port(Part.REDIS)),
            "--save",
            "",
            "--appendonly",
            "no");

    return new Launch(command, Map.of(), here.folder().data(name()));
  }

  @Override
  public boolean answers() {
    return Probe.redis(here.port(Part.REDIS));
  }
}
