package io.freshet.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What every bench says at its end. */
public interface BenchOutcome {
  String bench();

  Machine machine();

  /** Counts that are not what they must be; with any, the figures mean nothing. */
  List<String> findings();

  /** The shape that design.md fixes for {@code bench}. */
  ObjectNode json();

  default boolean ok() {
    return findings().isEmpty();
  }
}
