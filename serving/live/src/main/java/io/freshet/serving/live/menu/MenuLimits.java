package io.freshet.serving.live.menu;

/**
 * How much one server takes.
 *
 * @param maxMenuBytes of a menu that is written
 * @param memoryBytes of all copies in its heap
 * @param connections to Postgres, and so questions at once
 */
public record MenuLimits(int maxMenuBytes, int memoryBytes, int connections) {}
