package io.freshet.testing.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.local.ProgressListener;
import io.freshet.local.fetch.Cache;
import io.freshet.local.fetch.PythonEnvironments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Other people's Kafka, registry and CloudEvents libraries, driven by a small program of ours. They
 * are installed once per machine, pinned by hash.
 */
final class PythonClient {
  private static final Path PROGRAM = Path.of("src/test/python/envelope_client.py");
  private static final Path REQUIREMENTS = Path.of("src/test/python/requirements.txt");

  private final String python;

  private PythonClient(String python) {
    this.python = python;
  }

  static PythonClient install() {
    return new PythonClient(
        new PythonEnvironments(Cache.of(System.getenv()))
            .of("envelope-client", REQUIREMENTS, ProgressListener.SILENT)
            .python());
  }

  /** What the program prints. */
  JsonNode run(String command, Streams streams, String topic) throws Exception {
    List<String> words = new ArrayList<>(List.of(python, PROGRAM.toString(), command));
    words.addAll(List.of(streams.kafka().bootstrap(), streams.registryUrl(), topic));

    return new ObjectMapper().readTree(run(words));
  }

  private static String run(List<String> command) throws Exception {
    Path output = Files.createTempFile(Path.of("target"), "python-", ".out");
    Path errors = Files.createTempFile(Path.of("target"), "python-", ".err");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
    try {
      if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new IOException(
            "%s failed: %s".formatted(String.join(" ", command), Files.readString(errors)));
      }
    } finally {
      process.destroyForcibly();
    }

    return Files.readString(output);
  }
}
