package io.freshet.bench.serve.steps;

import io.freshet.bench.ChildProcess;
import io.freshet.bench.Stage;
import io.freshet.core.toolkit.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The order service, and the capture that makes its steps events, as processes. */
final class RunningOrders implements AutoCloseable {
  private static final Pattern READY = Pattern.compile(" ready url=(\\S+)");
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final ChildProcess orders;
  private final ChildProcess capture;
  private final URI address;

  private RunningOrders(ChildProcess orders, ChildProcess capture, URI address) {
    this.orders = orders;
    this.capture = capture;
    this.address = address;
  }

  /**
   * Returns when orders are taken, and their steps are captured.
   *
   * @param contracts of which one names the table of steps
   */
  static RunningOrders start(Stage stage, Path contracts) {
    stage.progress().progress("orders", "starting");
    ChildProcess orders =
        process(
            stage,
            "The order service",
            "serving/orders",
            "io.freshet.serving.orders.OrdersServer",
            Map.of("orders.port", "0"));
    try {
      // It makes the table that is captured.
      URI address = URI.create(orders.awaitWord(READY, PATIENCE));
      ChildProcess capture =
          process(
              stage,
              "The change capture",
              "ingestion/change-capture",
              "io.freshet.ingestion.capture.CaptureServer",
              Map.of("capture.port", "0", "contracts.path", contracts.toString()));
      RunningOrders running = new RunningOrders(orders, capture, address);
      try {
        capture.awaitWord(READY, PATIENCE);

        return running;
      } catch (RuntimeException e) {
        capture.close();
        throw e;
      }
    } catch (RuntimeException e) {
      orders.close();
      throw e;
    }
  }

  private static ChildProcess process(
      Stage stage, String name, String module, String main, Map<String, String> settings) {
    Map<String, String> environment = new HashMap<>();
    environment.put("FRESHET_PROFILE", stage.profile().toString());
    settings.forEach((key, value) -> environment.put(Settings.environmentName(key), value));

    return ChildProcess.start(
        name,
        stage.modules().java(module, List.of("-Xmx256m"), main),
        environment,
        stage.platform().folder().log(module.replaceFirst(".*/", "") + "-bench"));
  }

  URI address() {
    return address;
  }

  Map<String, Long> pids() {
    return Map.of("orders", orders.pid(), "capture", capture.pid());
  }

  void requireAlive() {
    orders.requireAlive();
    capture.requireAlive();
  }

  @Override
  public void close() {
    capture.close();
    orders.close();
  }
}
