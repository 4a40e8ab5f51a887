package io.freshet.cli.dashboard;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.local.fetch.PythonEnvironments.PythonEnvironment;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Streamlit with the supply dashboard, on 127.0.0.1 only; it ends with this object. */
final class DashboardProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final long ASK_EVERY_MILLIS = 200;
  private static final long SECONDS_TO_END = 10;

  private final Process process;
  private final int port;
  private final Path log;

  private DashboardProcess(Process process, int port, Path log) {
    this.process = process;
    this.port = port;
    this.log = log;
  }

  static DashboardProcess start(
      Path folder, PythonEnvironment python, int port, Map<String, String> access, Path log)
      throws IOException {
    Files.createDirectories(log.getParent());
    ProcessBuilder builder =
        new ProcessBuilder(
                List.of(
                    python.python(),
                    "-m",
                    "streamlit",
                    "run",
                    "app.py",
                    "--server.port",
                    Integer.toString(port)))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    Map<String, String> environment = builder.environment();
    environment.putAll(access);
    environment.put("PYTHONDONTWRITEBYTECODE", "1");
    Process process = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));

    return new DashboardProcess(process, port, log);
  }

  String address() {
    return "http://127.0.0.1:" + port;
  }

  void awaitAnswer() throws InterruptedException {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    HttpRequest health =
        HttpRequest.newBuilder(URI.create(address() + "/_stcore/health"))
            .timeout(Duration.ofSeconds(5))
            .build();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!answers(client, health)) {
      boolean hasEnded = process.waitFor(ASK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
      if (hasEnded || System.nanoTime() > deadline) {
        throw failed("did not start");
      }
    }
  }

  /** Waits for Ctrl-C, which a terminal sends to Streamlit as well. */
  void awaitEnd() throws InterruptedException {
    if (process.waitFor() != 0) {
      throw failed("broke down");
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private FreshetException failed(String how) {
    return new FreshetException(
        Fault.OURS, "The supply dashboard %s; its log is %s".formatted(how, log));
  }

  private static boolean answers(HttpClient client, HttpRequest health)
      throws InterruptedException {
    try {
      return client.send(health, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }
}
