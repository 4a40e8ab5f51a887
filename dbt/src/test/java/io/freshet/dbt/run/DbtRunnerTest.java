package io.freshet.dbt.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.freshet.core.contract.Contracts;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Settings;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DbtRunnerTest {
  /** An answer at which Iceberg's client does not try again for half a minute. */
  private static final int INSUFFICIENT_STORAGE = 507;

  @TempDir private Path folder;

  @Test
  void saysThatTrinoIsAwayBeforeAnyModelIsTried() throws Exception {
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    Settings settings =
        Settings.of(Map.of("trino.host", "127.0.0.1", "trino.port", Integer.toString(closed)));
    DbtRunner runner =
        new DbtRunner(
            new DbtTools(folder.resolve("no-dbt-here")),
            new DbtProject(folder, folder.resolve("artifacts"), folder.resolve("logs")),
            () -> settings,
            Contracts.of(List.of()),
            Map.of());

    assertThatThrownBy(() -> runner.run(new DbtArguments(List.of("build")), Redirect.DISCARD))
        .isInstanceOfSatisfying(
            FreshetException.class,
            failure -> assertThat(failure.fault()).isEqualTo(Fault.DEPENDENCY))
        .hasMessageStartingWith("Trino at http://127.0.0.1:%d does not answer".formatted(closed))
        .hasMessageEndingWith("./freshet up starts it");
  }

  @Test
  void explainsAMissingColumnThoughTheCatalogIsInTrouble() throws Exception {
    HttpServer catalog = catalogInTrouble();
    try {
      Settings settings =
          Settings.of(
              Map.of(
                  "catalog.uri",
                  "http://127.0.0.1:" + catalog.getAddress().getPort(),
                  "catalog.token",
                  "token"));
      DbtRunner runner =
          new DbtRunner(
              dbtThatMissesAColumn(),
              new DbtProject(folder, folder.resolve("artifacts"), folder.resolve("logs")),
              () -> settings,
              Contracts.read(Path.of("..", "contracts")),
              Map.of("FRESHET_DBT_TARGET", "elsewhere"));

      DbtOutcome outcome = runner.run(new DbtArguments(List.of("build")), Redirect.DISCARD);

      assertThat(outcome.fault()).contains(Fault.CALLER);
      assertThat(outcome.explanations())
          .singleElement()
          .asString()
          .startsWith("pings reads the column gone, which it does not get from what it reads");
    } finally {
      catalog.stop(0);
    }
  }

  @Test
  void saysThatNothingWasSelected() throws Exception {
    DbtOutcome outcome =
        elsewhere(
                "mkdir -p $DBT_TARGET_PATH; echo '{\"results\": []}' > $DBT_TARGET_PATH/run_results.json")
            .run(new DbtArguments(List.of("build", "--select", "nosuchmodel")), Redirect.DISCARD);

    assertThat(outcome.fault()).contains(Fault.CALLER);
    assertThat(outcome.explanations()).singleElement().asString().contains("nothing to do");
  }

  @Test
  void doesNotTakeAnOlderRunsResultsForItsOwn() throws Exception {
    Path older = Files.createDirectories(folder.resolve("artifacts")).resolve("run_results.json");
    Files.writeString(
        older, "{\"results\": [{\"unique_id\": \"model.freshet.old\", \"status\": \"success\"}]}");

    DbtOutcome outcome =
        elsewhere("exit 1").run(new DbtArguments(List.of("build")), Redirect.DISCARD);

    assertThat(outcome.result().path("results")).isEmpty();
  }

  @Test
  void believesARunThatLeavesNoResults() throws Exception {
    DbtOutcome outcome =
        elsewhere("exit 0")
            .run(new DbtArguments(List.of("--no-write-json", "build")), Redirect.DISCARD);

    assertThat(outcome.fault()).isEmpty();
    assertThat(outcome.explanations()).isEmpty();
  }

  private DbtRunner elsewhere(String script) throws IOException {
    return new DbtRunner(
        dbt(script),
        new DbtProject(folder, folder.resolve("artifacts"), folder.resolve("logs")),
        () -> Settings.of(Map.of()),
        Contracts.of(List.of()),
        Map.of("FRESHET_DBT_TARGET", "elsewhere"));
  }

  /** Says how it wants to be asked, and fails whatever is asked then, so that no retry helps. */
  private static HttpServer catalogInTrouble() throws IOException {
    HttpServer catalog =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    catalog.createContext("/", exchange -> answer(exchange, INSUFFICIENT_STORAGE, "{}"));
    catalog.createContext(
        "/v1/config", exchange -> answer(exchange, 200, "{\"defaults\": {}, \"overrides\": {}}"));
    catalog.start();

    return catalog;
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    boolean hasBody = !exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, hasBody ? body.length : -1);
    if (hasBody) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  private DbtTools dbtThatMissesAColumn() throws IOException {
    return dbt(
        """
        mkdir -p "$DBT_TARGET_PATH"
        cat > "$DBT_TARGET_PATH/manifest.json" <<'END'
        {"nodes": {"model.freshet.pings": {
           "original_file_path": "models/pings.sql",
           "depends_on": {"nodes": ["source.freshet.raw.dasher_pings"]}}},
         "sources": {"source.freshet.raw.dasher_pings": {"meta": {"contract": "dasher_pings"}}}}
        END
        cat > "$DBT_TARGET_PATH/run_results.json" <<'END'
        {"results": [{"unique_id": "model.freshet.pings", "status": "error",
                      "message": "Column 'gone' cannot be resolved"}]}
        END
        exit 1
        """);
  }

  private DbtTools dbt(String script) throws IOException {
    Path dbt = folder.resolve("dbt");
    Files.writeString(dbt, "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(dbt, PosixFilePermissions.fromString("rwx------"));

    return new DbtTools(folder);
  }
}
