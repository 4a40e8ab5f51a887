package io.freshet.bench.peer.spark;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.toolkit.Effort;
import java.io.IOException;
import java.nio.file.Path;

/** What a peer tells the bench of itself. */
final class EffortFile {
  private EffortFile() {}

  static void write(Path file, Effort effort) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    mapper.writeValue(
        file.toFile(),
        mapper
            .createObjectNode()
            .put("seconds", effort.seconds())
            .put("cpu_seconds", effort.cpuSeconds()));
  }
}
