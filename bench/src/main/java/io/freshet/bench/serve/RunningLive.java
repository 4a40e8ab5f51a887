package io.freshet.bench.serve;

import io.freshet.bench.ChildProcess;
import io.freshet.bench.Stage;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The live server as a process, as {@code ./freshet live} starts it. */
public final class RunningLive implements AutoCloseable {
  private static final String MODULE = "serving/live";
  private static final String MAIN = "io.freshet.serving.live.LiveServer";
  private static final Pattern READY = Pattern.compile("Live server ready url=(\\S+)");
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int USUAL_SOCKETS = 20_000;

  private final ChildProcess process;
  private final URI address;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private RunningLive(ChildProcess process, URI address) {
    this.process = process;
    this.address = address;
  }

  /**
   * @param sockets that it must be able to hold
   */
  public static RunningLive start(Stage stage, int sockets) {
    stage.progress().progress("live", "starting");
    ChildProcess process =
        ChildProcess.start(
            "The live server",
            stage.modules().java(MODULE, List.of("-Xmx512m", "-XX:+ExitOnOutOfMemoryError"), MAIN),
            Map.of(
                "FRESHET_PROFILE",
                stage.profile().toString(),
                Settings.environmentName("live.port"),
                "0",
                Settings.environmentName("live.max-sockets"),
                Integer.toString(Math.max(USUAL_SOCKETS, sockets))),
            stage.platform().folder().log("live-bench"));
    try {
      return new RunningLive(process, URI.create(process.awaitWord(READY, PATIENCE)));
    } catch (RuntimeException e) {
      process.close();
      throw e;
    }
  }

  /** Such as {@code http://127.0.0.1:8787}. */
  public URI address() {
    return address;
  }

  public long pid() {
    return process.pid();
  }

  /** What it has counted so far. */
  public LiveFigures figures() {
    HttpRequest request = HttpRequest.newBuilder(address.resolve("/metrics")).build();
    try {
      return LiveFigures.parse(client.send(request, HttpResponse.BodyHandlers.ofString()).body());
    } catch (IOException e) {
      throw new FreshetException(Fault.OURS, "The live server does not tell its figures", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FreshetException(Fault.CALLER, "Interrupted", e);
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
