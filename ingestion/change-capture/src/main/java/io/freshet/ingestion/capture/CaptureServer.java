package io.freshet.ingestion.capture;

import io.freshet.core.contract.Contracts;
import io.freshet.core.server.http.HttpDoor;
import io.freshet.core.server.logs.LogFormat;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Settings;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The change capture as a process of its own. Stopped by SIGTERM, upon which what is not committed
 * is aborted; killed at any moment, the next one goes on where Kafka says.
 */
public final class CaptureServer {
  private static final Logger LOG = LoggerFactory.getLogger(CaptureServer.class);

  private CaptureServer() {}

  /** Usage: {@code CaptureServer [--profile FILE] [--some.key=value]}. */
  public static void main(String[] arguments) {
    try {
      Settings given = Settings.forProcess(arguments, System.getenv());
      LogFormat.from(given).install("change-capture");
      CaptureSettings settings = CaptureSettings.from(given);
      LOG.info("Capture settings={}", given.effective());
      run(settings);
    } catch (FreshetException e) {
      System.err.println(e.getMessage());
      if (e.fault() == Fault.OURS) {
        LOG.error("Capture broke down", e);
      }
      System.exit(e.fault().exitCode());
    }
  }

  private static void run(CaptureSettings settings) {
    CapturedStreams streams =
        CapturedStreams.of(Contracts.read(settings.contracts()), settings.scope().contracts());
    PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    CaptureRun run =
        new CaptureRun(settings, streams, new CaptureMetrics(metrics, InstantSource.system()));
    try (HttpDoor door = MetricsDoor.open(settings.address(), metrics, run::isReading)) {
      Runtime.getRuntime().addShutdownHook(new Thread(run::stop, "stop"));
      run.run(() -> LOG.info("Capture ready url={}", door.url()));
    }
  }
}
