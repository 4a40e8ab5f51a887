package io.freshet.lineage;

import static io.freshet.testing.fuzz.Door.texts;

import io.freshet.lineage.http.LineageDoor;
import io.freshet.testing.fuzz.ApiDocument;
import io.freshet.testing.fuzz.Door;
import io.freshet.testing.fuzz.TestRun;
import io.freshet.testing.servers.RunningPostgres;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests made from the OpenAPI document, right and nearly right; on a real Postgres. */
class LineageFuzzIT {
  @TempDir private static Path folder;

  @Test
  void answersAsItsDocumentSays() {
    try (RunningPostgres postgres = RunningPostgres.start(folder);
        RunningCollector collector = RunningCollector.start(postgres, "fuzz")) {
      TestRun.run(door(URI.create(collector.url()).getPort()), 200);
    }
  }

  private static Door door(int port) {
    return new Door(
        "lineage",
        "127.0.0.1",
        port,
        ApiDocument.beside(LineageDoor.class),
        Map.of("token", List.of("Bearer " + RunningCollector.TOKEN)),
        Map.of(
            "table", texts("fuzz"),
            "eventTime", texts("2026-01-01T00:00:00Z"),
            "namespace", texts("fuzz")),
        "tell",
        List.of(RunningCollector.TOKEN));
  }
}
