package io.freshet.core.server.process;

import io.freshet.core.server.logs.LogFormat;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Settings;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How each server begins as a process of its own, and ends upon SIGTERM. */
public final class ServerStart {
  private static final Logger LOG = LoggerFactory.getLogger(ServerStart.class);

  private ServerStart() {}

  /**
   * Starts a server. Where that can't be, the process ends with the reason on standard error and
   * the exit code of whose fault it is.
   *
   * @param service as logs and traces call it
   * @param arguments {@code [--profile FILE] [--some.key=value]}
   * @param reads the server's own settings among all
   * @param starts the server; returns what stops it
   */
  public static <S> void run(
      String service,
      String[] arguments,
      Function<Settings, S> reads,
      Function<S, Runnable> starts) {
    try {
      Settings settings = Settings.forProcess(arguments, System.getenv());
      LogFormat.from(settings).install(service);
      S own = reads.apply(settings);
      LOG.info("Server starting service={} settings={}", service, settings.effective());
      Runtime.getRuntime().addShutdownHook(new Thread(starts.apply(own), "stop"));
    } catch (FreshetException e) {
      System.err.println(e.getMessage());
      System.exit(e.fault().exitCode());
    }
  }
}
