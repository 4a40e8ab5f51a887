package io.freshet.catalog;

import static io.freshet.testing.fuzz.Door.texts;

import io.freshet.catalog.http.CatalogDoor;
import io.freshet.testing.fuzz.ApiDocument;
import io.freshet.testing.fuzz.Door;
import io.freshet.testing.fuzz.TestRun;
import io.freshet.testing.servers.RunningPostgres;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests made from the OpenAPI document, right and nearly right; on a real Postgres. */
class CatalogFuzzIT {
  @TempDir private static Path folder;

  @Test
  void answersAsItsDocumentSays() {
    try (RunningPostgres postgres = RunningPostgres.start(folder);
        RunningCatalog catalog = RunningCatalog.start(postgres, folder)) {
      TestRun.run(door(catalog.port()), 200);
    }
  }

  private static Door door(int port) {
    return new Door(
        "catalog",
        "127.0.0.1",
        port,
        ApiDocument.beside(CatalogDoor.class),
        Map.of("token", List.of("Bearer " + RunningCatalog.TOKEN)),
        Map.of(
            // What is dropped or renamed is then mostly what was made here.
            "{namespace}", texts("fuzz", "fuzz\u001finner"),
            "{table}", texts("fuzz", "fuzz2"),
            "{view}", texts("fuzz_view"),
            "name", texts("fuzz", "fuzz2"),
            "namespace[]", texts("fuzz")),
        "config",
        List.of(RunningCatalog.TOKEN));
  }
}
