package io.freshet.bench.visible;

/** A figure that only grows, where somebody would look for it. */
interface Sight extends AutoCloseable {
  /** How high it is now. */
  long figure() throws Exception;

  @Override
  default void close() throws Exception {}
}
