package io.freshet.serving.orders.rules;

/** What a step does to who carries the order. */
public sealed interface DasherChange {
  /** Nothing: whoever has it goes on, if anybody does. */
  record Stays() implements DasherChange {}

  /** It is this dasher's from now on. */
  record Takes(long dasherId) implements DasherChange {}

  /** Whoever had it has it no more, and nobody else yet. */
  record Leaves() implements DasherChange {}
}
