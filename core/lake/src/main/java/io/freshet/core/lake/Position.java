package io.freshet.core.lake;

/** Where in the log a row came from; unique even when a topic is recreated. */
public record Position(int source, int partition) {
  @Override
  public String toString() {
    return source + ":" + partition;
  }
}
