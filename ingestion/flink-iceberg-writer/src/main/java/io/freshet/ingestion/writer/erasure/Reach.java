package io.freshet.ingestion.writer.erasure;

import io.freshet.ingestion.writer.erasure.OlderStates.Kept.Kind;

/** How far an erasure goes behind the current state of tables. */
public enum Reach {
  /** Not at all: older states go when maintenance lets them go. */
  CURRENT,
  /** Older states that nothing but their age, or a proof, keeps. */
  SNAPSHOTS,
  /** Those of training sets too. */
  TRAINING_SETS;

  boolean expires() {
    return this != CURRENT;
  }

  boolean releases(Kind kind) {
    return switch (kind) {
      case PROOF -> expires();
      case TRAINING_SET -> this == TRAINING_SETS;
      case CUT, TAG, BRANCH -> false;
    };
  }
}
