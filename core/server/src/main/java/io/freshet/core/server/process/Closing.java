package io.freshet.core.server.process;

import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a server has opened, each given back once, the newest first. What can't be closed does not
 * keep the rest from it. Thread-safe.
 */
public final class Closing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

  private final Deque<Part> parts = new ConcurrentLinkedDeque<>();

  private record Part(String name, Runnable close) {
    void closeIfPossible() {
      try {
        close.run();
      } catch (RuntimeException e) {
        LOG.error("Part does not close part={}", name, e);
      }
    }
  }

  /**
   * Something that is open from now on.
   *
   * @param part for the log
   */
  public void push(String part, Runnable close) {
    parts.push(new Part(part, close));
  }

  @Override
  public void close() {
    for (Part part = parts.poll(); part != null; part = parts.poll()) {
      part.closeIfPossible();
    }
  }
}
