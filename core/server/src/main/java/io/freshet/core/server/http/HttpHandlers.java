package io.freshet.core.server.http;

import org.eclipse.jetty.server.Handler;

/**
 * What answers requests; who may ask is theirs to decide.
 *
 * @param open asked first and never made to wait, so it must be quick: what an operator looks at
 *     when all else is full
 * @param bounded answers the rest, {@link HttpLimits#requestsAtOnce} at a time
 */
public record HttpHandlers(Handler open, Handler bounded) {}
