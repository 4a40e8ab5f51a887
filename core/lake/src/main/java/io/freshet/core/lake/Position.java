package io.freshet.core.lake;

import java.util.Comparator;

/** Where in the log a row came from; unique even when a topic is recreated. */
public record Position(int source, int partition) {
  /** By source, then by partition. */
  public static final Comparator<Position> ORDER =
      Comparator.comparingInt(Position::source).thenComparingInt(Position::partition);

  @Override
  public String toString() {
    return source + ":" + partition;
  }
}
