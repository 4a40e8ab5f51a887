package io.freshet.testing.e2e;

import static org.awaitility.Awaitility.await;

import io.freshet.core.toolkit.Settings;
import io.freshet.local.Modules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An event gateway in a process of its own, and a client that sends it one event after the other.
 */
final class GatewayProcess implements AutoCloseable {
  private static final Pattern READY = Pattern.compile("Gateway ready url=(\\S+)");
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Process process;
  private final Path log;
  private final String key;
  private final HttpClient client = HttpClient.newHttpClient();

  private GatewayProcess(Process process, Path log, String key) {
    this.process = process;
    this.log = log;
    this.key = key;
  }

  /**
   * @param profile of the platform
   * @param settings of the gateway over those of the profile, by key
   * @param log file that its output is added to
   * @param key of the producer that sends
   */
  static GatewayProcess start(Path profile, Map<String, String> settings, Path log, String key)
      throws IOException {
    String classPath =
        Modules.around(Path.of(""), System.getenv()).classPath("ingestion/event-gateway");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                classPath,
                "io.freshet.ingestion.gateway.GatewayServer")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("FRESHET_PROFILE", profile.toAbsolutePath().toString());
    settings.forEach(
        (name, value) -> builder.environment().put(Settings.environmentName(name), value));

    return new GatewayProcess(builder.start(), log, key);
  }

  /** What the gateway's settings say of a key. */
  static String hash(String key) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sends one event in structured mode, and waits for the answer. */
  int send(String event) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url() + "/events"))
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/cloudevents+json")
            .POST(HttpRequest.BodyPublishers.ofString(event))
            .build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
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
