package io.freshet.lineage;

import io.freshet.core.server.http.HttpDoor;
import io.freshet.core.server.logs.LogFormat;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Settings;
import io.freshet.lineage.event.EventReader;
import io.freshet.lineage.http.LineageDoor;
import io.freshet.lineage.store.LineageStore;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lineage collector. Started by {@code main} as a process of its own; stopped by SIGTERM, upon
 * which it finishes what it has begun.
 */
public final class LineageServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LineageServer.class);

  private final LineageStore store;
  private final HttpDoor door;

  private LineageServer(LineageStore store, HttpDoor door) {
    this.store = store;
    this.door = door;
  }

  /** Usage: {@code LineageServer [--profile FILE] [--some.key=value]}. */
  public static void main(String[] args) {
    try {
      Settings settings = Settings.forProcess(args, System.getenv());
      LogFormat.from(settings).install("lineage");
      CollectorSettings collectorSettings = CollectorSettings.from(settings);
      LOG.info("Lineage starting settings={}", settings.effective());
      LineageServer server = start(collectorSettings);
      Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop"));
    } catch (FreshetException e) {
      System.err.println(e.getMessage());
      System.exit(e.fault().exitCode());
    }
  }

  static LineageServer start(CollectorSettings settings) {
    EventReader reader = new EventReader(settings.names(), InstantSource.system());
    LineageStore store = LineageStore.open(settings.postgres(), reader);
    try {
      HttpDoor door = LineageDoor.open(settings.http(), settings.maxEventBytes(), store, reader);
      LOG.info("Lineage ready url={}", door.url());

      return new LineageServer(store, door);
    } catch (FreshetException e) {
      store.close();
      throw e;
    }
  }

  int port() {
    return door.port();
  }

  @Override
  public void close() {
    try {
      door.close();
    } finally {
      store.close();
    }
    LOG.info("Lineage stopped");
  }
}
