package io.freshet.bench.gateway;

import io.freshet.bench.ChildProcess;
import io.freshet.bench.ProcessMeter;
import io.freshet.bench.Stage;
import io.freshet.bench.wrk.Requests;
import io.freshet.bench.wrk.Requests.Request;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Settings;
import io.freshet.core.toolkit.Sha256;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/** The event gateway as a process, without a limit to what one producer sends. */
final class RunningGateway implements AutoCloseable {
  private static final String MODULE = "ingestion/event-gateway";
  private static final String MAIN = "io.freshet.ingestion.gateway.GatewayServer";
  private static final Pattern READY = Pattern.compile("Gateway ready url=(\\S+)");
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final ChildProcess process;
  private final String url;
  private final String key;
  private final ProcessMeter meter;

  private RunningGateway(ChildProcess process, String url, String key, ProcessMeter meter) {
    this.process = process;
    this.url = url;
    this.key = key;
    this.meter = meter;
  }

  /**
   * @param more settings, beside those that each bench needs
   */
  static RunningGateway start(
      Stage stage, Path contracts, String bootstrap, Map<String, String> more) {
    String key = UUID.randomUUID().toString();
    Map<String, String> settings =
        Map.of(
            "gateway.port",
            "0",
            "gateway.key-hashes",
            "%s:%s".formatted(BenchContracts.PRODUCER, Sha256.hex(key)),
            "gateway.accounts-path",
            stage.scratch().resolve("accounts-" + UUID.randomUUID()).toString(),
            "gateway.max-events-per-second",
            Integer.toString(Integer.MAX_VALUE),
            "contracts.path",
            contracts.toString(),
            "kafka.bootstrap",
            bootstrap);
    Map<String, String> environment = new HashMap<>();
    environment.put("FRESHET_PROFILE", stage.profile().toString());
    settings.forEach((name, value) -> environment.put(Settings.environmentName(name), value));
    more.forEach((name, value) -> environment.put(Settings.environmentName(name), value));
    Path log = stage.platform().folder().log("gateway-bench-" + UUID.randomUUID());
    long begin = System.nanoTime();
    ChildProcess process =
        ChildProcess.start(
            "the event gateway",
            stage.modules().java(MODULE, List.of("-Xmx512m"), MAIN),
            environment,
            log);
    try {
      String url = process.awaitWord(READY, PATIENCE);

      return new RunningGateway(process, url, key, new ProcessMeter(List.of(process.pid()), begin));
    } catch (RuntimeException e) {
      process.close();
      throw e;
    }
  }

  /** Events of a contract in requests of a shape. */
  Requests requests(Shape shape, String contract) {
    return new Requests(
        url,
        shape.mediaType(),
        shape.bodies(contract).stream()
            .map(body -> Request.post(shape.path(contract), key, body))
            .toList());
  }

  ProcessMeter meter() {
    return meter;
  }

  /** Events of a contract that it has answered for so far. */
  long answeredFor(String contract) {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/metrics")).build();
    try {
      return Counted.sum(
          HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body(),
          contract);
    } catch (IOException e) {
      throw new FreshetException(Fault.OURS, "The gateway does not tell its figures", e);
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
