package io.freshet.local.flink;

import java.time.Instant;

/** A completed checkpoint or savepoint. */
record RestorePoint(String path, Instant completedAt, Kind kind) {

  /** Who it belongs to: a later checkpoint may replace a checkpoint, but never a savepoint. */
  enum Kind {
    CHECKPOINT,
    SAVEPOINT
  }

  static RestorePoint savepoint(String path) {
    return new RestorePoint(path, Instant.EPOCH, Kind.SAVEPOINT);
  }

  /** Flink's word for whether the job may delete it when it needs it no longer. */
  String claimMode() {
    return switch (kind) {
      case CHECKPOINT -> "CLAIM";
      case SAVEPOINT -> "NO_CLAIM";
    };
  }
}
