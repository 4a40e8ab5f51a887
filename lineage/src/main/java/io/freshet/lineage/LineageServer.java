package io.freshet.lineage;

import io.freshet.core.server.http.HttpDoor;
import io.freshet.core.server.process.Closing;
import io.freshet.core.server.process.ServerStart;
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

  private final HttpDoor door;
  private final Closing closing;

  private LineageServer(HttpDoor door, Closing closing) {
    this.door = door;
    this.closing = closing;
  }

  /** Usage: {@code LineageServer [--profile FILE] [--some.key=value]}. */
  public static void main(String[] args) {
    ServerStart.run("lineage", args, CollectorSettings::from, settings -> start(settings)::close);
  }

  static LineageServer start(CollectorSettings settings) {
    EventReader reader = new EventReader(settings.names(), InstantSource.system());
    Closing closing = new Closing();
    try {
      LineageStore store = LineageStore.open(settings.postgres(), reader);
      closing.push("store", store::close);
      HttpDoor door = LineageDoor.open(settings.http(), settings.maxEventBytes(), store, reader);
      closing.push("door", door::close);
      LOG.info("Lineage ready url={}", door.url());

      return new LineageServer(door, closing);
    } catch (RuntimeException e) {
      closing.close();
      throw e;
    }
  }

  int port() {
    return door.port();
  }

  @Override
  public void close() {
    closing.close();
    LOG.info("Lineage stopped");
  }
}
