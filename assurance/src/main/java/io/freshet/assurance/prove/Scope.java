package io.freshet.assurance.prove;

import java.util.Optional;

/**
 * How far a proof went.
 *
 * @param valuesProved rows of which each value is known to be what the writer decoded; 0 where only
 *     identities were looked at
 * @param state what was proved, for the next proof to go on from; empty where that is not offered
 * @param since what was taken as proved; empty where all was read
 */
public record Scope(long valuesProved, Optional<Baseline> state, Optional<Baseline> since) {
  static final Scope WHOLE = new Scope(0, Optional.empty(), Optional.empty());
}
