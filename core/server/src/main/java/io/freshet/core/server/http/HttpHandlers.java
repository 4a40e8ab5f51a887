package io.freshet.core.server.http;

import io.freshet.core.tracing.Tracing;
import org.eclipse.jetty.server.Handler;

/**
 * What answers requests; who may ask is theirs to decide.
 *
 * @param open asked first and never made to wait, so it must be quick: what an operator looks at
 *     when all else is full
 * @param bounded answers the rest, {@link HttpLimits#requestsAtOnce} at a time
 * @param tracing records the rest
 */
public record HttpHandlers(Handler open, Handler bounded, Tracing tracing) {
  /** Of which nothing is recorded. */
  public HttpHandlers(Handler open, Handler bounded) {
    this(open, bounded, Tracing.off());
  }
}
