package io.freshet.serving.live.watch;

/**
 * How much is served.
 *
 * @param maxSockets of all watchers together, WebSocket or not
 * @param maxSocketsPerOrder of one order
 * @param maxDocumentBytes a document that has more is nobody's we know
 */
public record WatchLimits(int maxSockets, int maxSocketsPerOrder, int maxDocumentBytes) {}
