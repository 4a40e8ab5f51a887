package io.freshet.testing.e2e;

import static org.awaitility.Awaitility.await;

import io.freshet.core.toolkit.Settings;
import io.freshet.core.toolkit.Sha256;
import io.freshet.local.Modules;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An event gateway in a process of its own, and a client that sends it one event after the other.
 */
final class GatewayProcess implements AutoCloseable {
  /** Of the producer that sends, which is {@link #PRODUCER} unless settings say otherwise. */
  static final String KEY = "a-key-of-the-tests";

  static final String PRODUCER = "dasher-app";

  private static final Pattern READY = Pattern.compile("Gateway ready url=(\\S+)");
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Process process;
  private final Path log;
  private final HttpClient client = HttpClient.newHttpClient();

  private GatewayProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts one on any port that is free.
   *
   * @param contracts folder of those whose events it takes
   * @param folder where it keeps its accounts and its output; one that follows it goes on with them
   * @param settings over those of the tests and of the profile, by key
   */
  static GatewayProcess start(
      EmbeddedPlatform platform, Path contracts, Path folder, Map<String, String> settings)
      throws IOException {
    Path log = Files.createTempFile(Files.createDirectories(folder), "gateway", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(
                Modules.around(Path.of(""), System.getenv())
                    .java(
                        "ingestion/event-gateway",
                        List.of("-Xmx256m"),
                        "io.freshet.ingestion.gateway.GatewayServer"))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    Map<String, String> environment = builder.environment();
    environment.put("FRESHET_PROFILE", platform.profile().toAbsolutePath().toString());
    Map<String, String> all = new HashMap<>();
    all.put("gateway.port", "0");
    all.put("gateway.key-hashes", hash(PRODUCER, KEY));
    all.put("gateway.accounts-path", folder.resolve("accounts").toString());
    all.put("contracts.path", contracts.toString());
    all.putAll(settings);
    all.forEach((name, value) -> environment.put(Settings.environmentName(name), value));

    return new GatewayProcess(builder.start(), log);
  }

  /** What the gateway's settings say of somebody's key. */
  static String hash(String who, String key) {
    return who + ":" + Sha256.hex(key);
  }

  /** Sends one event in structured mode, and waits for the answer. */
  int send(String event) {
    return answer(event).statusCode();
  }

  /**
   * The same, with headers of the test's own.
   *
   * @param headers names and values in turns
   */
  HttpResponse<String> answer(String event, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url() + "/events"))
            .header("Authorization", "Bearer " + KEY)
            .header("Content-Type", "application/cloudevents+json")
            .POST(HttpRequest.BodyPublishers.ofString(event));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Where it is, once it is ready. */
  String url() {
    await().atMost(PATIENCE).until(() -> READY.matcher(text()).find() || !process.isAlive());
    Matcher ready = READY.matcher(text());
    if (!ready.find()) {
      throw new IllegalStateException("It did not start:\n" + text());
    }

    return ready.group(1);
  }

  /** The file of its output. */
  Path log() {
    return log;
  }

  private String text() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIGKILL. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
  }
}
