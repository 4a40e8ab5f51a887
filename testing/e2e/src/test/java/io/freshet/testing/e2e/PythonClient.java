package io.freshet.testing.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.local.ProgressListener;
import io.freshet.local.fetch.Cache;
import io.freshet.local.fetch.PythonEnvironments;
import java.nio.file.Path;
import java.util.List;

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

  /** Its Python, for other programs with the same libraries. */
  String python() {
    return python;
  }

  /** What the program prints. */
  JsonNode run(String command, Streams streams, String topic) throws Exception {
    return new ObjectMapper()
        .readTree(
            ExternalProgram.run(
                List.of(python, PROGRAM.toString(), command),
                List.of(streams.kafka().bootstrap(), streams.registryUrl(), topic)));
  }
}
