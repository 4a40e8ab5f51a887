package io.freshet.core.server.http;

import java.time.Duration;
import org.eclipse.jetty.http.UriCompliance;

/**
 * How much a server takes.
 *
 * @param requestsAtOnce further ones wait for their turn, 10 s at most; bounds the heap that bodies
 *     take
 * @param idleTimeout after which a connection that nobody uses is cut
 * @param paths which unusual ones it takes
 * @param stopTimeout how long requests that have begun may take to finish when the server stops
 */
public record HttpLimits(
    int requestsAtOnce, Duration idleTimeout, UriCompliance paths, Duration stopTimeout) {
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

  /** With 10 s to finish. */
  public HttpLimits(int requestsAtOnce, Duration idleTimeout, UriCompliance paths) {
    this(requestsAtOnce, idleTimeout, paths, STOP_TIMEOUT);
  }
}
