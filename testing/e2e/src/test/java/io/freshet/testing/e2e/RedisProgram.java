package io.freshet.testing.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.local.Modules;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What {@code ./freshet redis} runs: beside the ETA application, by its settings. */
final class RedisProgram {
  private static final List<String> TAKEN =
      List.of("kafka.bootstrap", "kafka.max-replicas", "registry.url", "redis.host", "redis.port");

  private final Path folder;
  private final Path profile;

  /**
   * @param folder for its profile, its log and what it finds
   * @param others settings that the platform does not have, or has otherwise
   */
  RedisProgram(EmbeddedPlatform platform, Path folder, Map<String, String> others)
      throws Exception {
    this.folder = folder;
    this.profile = folder.resolve("redis.yaml");
    StringBuilder yaml = new StringBuilder();
    TAKEN.forEach(key -> yaml.append(line(key, platform.settings().text(key))));
    others.forEach((key, value) -> yaml.append(line(key, value)));
    Files.writeString(profile, yaml);
  }

  private static String line(String key, String value) {
    return "%s: \"%s\"%n".formatted(key, value);
  }

  /** Writes what Redis should show; says what that was. */
  JsonNode rebuild() throws Exception {
    return run("rebuild");
  }

  /** Says what Redis lacks. */
  JsonNode compare() throws Exception {
    return run("compare");
  }

  /** What it found, whether that was well or not. */
  private JsonNode run(String what) throws Exception {
    Path found = Files.createTempFile(folder, what, ".json");
    Path log = Files.createTempFile(folder, what, ".log");
    Process process =
        new ProcessBuilder(
                Modules.around(Path.of(""), System.getenv())
                    .java(
                        "serving/redis-eta",
                        List.of("-Xmx256m"),
                        "io.freshet.serving.eta.RedisApplication",
                        what,
                        "--profile",
                        profile.toString(),
                        "--json",
                        found.toString()))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      if (!process.waitFor(5, TimeUnit.MINUTES)) {
        throw new AssertionError("Not over after 5 minutes:\n" + Files.readString(log));
      }
    } finally {
      process.destroyForcibly();
    }
    String json = Files.readString(found);
    if (json.isBlank()) {
      throw new AssertionError("It has found nothing:\n" + Files.readString(log));
    }

    return new ObjectMapper().readTree(json);
  }
}
