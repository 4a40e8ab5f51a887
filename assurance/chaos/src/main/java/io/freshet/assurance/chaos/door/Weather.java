package io.freshet.assurance.chaos.door;

import java.time.Duration;

/** What a network does to all connections through a door. */
public sealed interface Weather {
  /** All passes at once. */
  record Calm() implements Weather {}

  /** Whatever is open breaks; whoever connects is turned away. */
  record Cut() implements Weather {}

  /** Each piece of what passes, either way, comes so much later. */
  record Delayed(Duration by) implements Weather {}

  /**
   * Connections stay and are taken, and nothing passes: neither side can tell that from a slow
   * peer. What went through such a door is broken when the weather changes.
   */
  record Silent() implements Weather {}

  /** So many bytes a second and connection, either way. */
  record Slow(int bytesPerSecond) implements Weather {}

  /** Each connection is reset once so many bytes of answers have passed. */
  record Reset(int afterBytes) implements Weather {}
}
