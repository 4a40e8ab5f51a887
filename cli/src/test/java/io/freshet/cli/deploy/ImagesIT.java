package io.freshet.cli.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.cli.CommandRun;
import io.freshet.core.toolkit.Fault;
import io.freshet.testing.selection.FullOnly;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each server's entry point as a process, in the layout of its image, with the profile, contracts
 * and variables of the rendered resource. What it needs is away: it must have read all its settings
 * to say so.
 */
class ImagesIT {
  private static final String NOBODY = "127.0.0.1:1";

  @TempDir private static Path folder;
  private static Map<String, Map<String, Object>> rendered;
  private static int consolePort;
  private static int capturePort;

  @BeforeAll
  static void render() throws IOException {
    try (ServerSocket free = new ServerSocket(0);
        ServerSocket another = new ServerSocket(0)) {
      consolePort = free.getLocalPort();
      capturePort = another.getLocalPort();
    }
    Path example = Path.of("..", "deploy", "example", "values.yaml");
    String values =
        Files.readString(example)
            .replaceAll("(?m)^applications: .*$", "applications: []")
            // What its comments say of the change capture.
            .replace("# capture", "capture")
            .replace("processes: [gateway,", "processes: [capture, gateway,")
            .replace("processes: [catalog, orders,", "processes: [capture, catalog, orders,")
            .replaceAll("bootstrap: .*", "bootstrap: " + NOBODY)
            .replaceAll("jdbc:postgresql://[^/]*/", "jdbc:postgresql://%s/".formatted(NOBODY))
            .replaceAll("redis.nodes: .*", "redis.nodes: " + NOBODY)
            .replaceAll("registry.url: .*", "registry.url: http://" + NOBODY)
            .replace(
                "settings:\n",
                """
                settings:
                  catalog.start-timeout: 1s
                  gateway.start-timeout: 1s
                  orders.start-timeout: 1s
                  lineage.start-timeout: 1s
                  live.start-timeout: 1s
                  console.port: %d
                  capture.port: %d
                """
                    .formatted(consolePort, capturePort));
    Path file = Files.writeString(folder.resolve("values.yaml"), values);
    Path manifests = folder.resolve("manifests");

    run(
        "render",
        "--values",
        file.toString(),
        "--contracts",
        capturedContracts().toString(),
        "--out",
        manifests.toString());
    rendered = ImageLayout.rendered(manifests);
  }

  /** Those that are shipped, orders told by their database. */
  private static Path capturedContracts() throws IOException {
    Path contracts = Files.createDirectory(folder.resolve("contracts"));
    try (Stream<Path> shipped = Files.list(Path.of("..", "contracts"))) {
      for (Path file : shipped.filter(each -> each.toString().endsWith(".yaml")).toList()) {
        Files.writeString(
            contracts.resolve(file.getFileName()),
            Files.readString(file)
                .replace(
                    "{property: producers, value: [orders]}",
                    "{property: capturedFrom, value: public.order_steps}"));
      }
    }

    return contracts;
  }

  @Test
  void endsTheCatalogBecauseItsDatabaseIsAway() throws Exception {
    assertEndsBecauseWhatItNeedsIsAway("catalog");
  }

  @FullOnly
  @ParameterizedTest
  @ValueSource(strings = {"event-gateway", "orders", "live", "lineage"})
  void endsBecauseWhatItNeedsIsAway(String image) throws Exception {
    assertEndsBecauseWhatItNeedsIsAway(image);
  }

  @Test
  void endsTheApplyingOfContractsBecauseTheCatalogIsAway() throws Exception {
    assertEnds("cli", ImageLayout.contractApply(rendered));

    assertThat(log("cli")).contains("The catalog at http://catalog.freshet.svc:8181");
  }

  private static void assertEndsBecauseWhatItNeedsIsAway(String image) throws Exception {
    assertEnds(image, rendered.get(workload(image)));
  }

  private static void assertEnds(String image, Map<String, Object> workload) throws Exception {
    Process process = start(image, workload);
    try {
      assertThat(process.waitFor(90, TimeUnit.SECONDS)).as(log(image)).isTrue();
      assertThat(process.exitValue()).as(log(image)).isEqualTo(Fault.DEPENDENCY.exitCode());
    } finally {
      process.destroyForcibly();
    }
  }

  /** It waits for none of the others. */
  @FullOnly
  @Test
  void servesTheConsole() throws Exception {
    Process process = start("console", rendered.get("servers/deployment-console.yaml"));
    try {
      await()
          .atMost(Duration.ofSeconds(90))
          .ignoreExceptions()
          .until(() -> answer(consolePort, "/").statusCode() == 200);
    } finally {
      process.destroyForcibly();
    }
  }

  /** It waits for all of the others, and says at its door that it captures nothing yet. */
  @FullOnly
  @Test
  void keepsTheCaptureWaiting() throws Exception {
    Process process = start("change-capture", rendered.get("servers/deployment-capture.yaml"));
    try {
      await()
          .atMost(Duration.ofSeconds(90))
          .ignoreExceptions()
          .failFast(
              "The capture has ended",
              () -> assertThat(process.isAlive()).as(log("change-capture")).isTrue())
          .until(() -> answer(capturePort, "/health").statusCode() == 503);
      assertThat(answer(capturePort, "/metrics").body()).contains("freshet_capture_");
      assertThat(log("change-capture")).contains("capture.password=***");
    } finally {
      process.destroyForcibly();
    }
  }

  private static HttpResponse<String> answer(int port, String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path)))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  private static String workload(String image) {
    return image.equals("event-gateway")
        ? "servers/statefulset-gateway-oslo.yaml"
        : "servers/deployment-%s.yaml".formatted(image);
  }

  private static Process start(String image, Map<String, Object> workload) throws IOException {
    Path contexts = folder.resolve("images");
    run("images", image, "--out", contexts.toString());
    ImageLayout layout =
        ImageLayout.of(contexts.resolve(image), folder.resolve("root").resolve(image));
    layout.mount(rendered);

    return layout.start(workload, folder.resolve(image + ".log"));
  }

  private static String log(String image) throws IOException {
    return Files.readString(folder.resolve(image + ".log"));
  }

  private static void run(String... arguments) {
    CommandRun run = CommandRun.of("deploy").with(arguments).run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
  }
}
