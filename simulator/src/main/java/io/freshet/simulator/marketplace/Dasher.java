package io.freshet.simulator.marketplace;

import java.util.OptionalLong;

/** One dasher's state. */
final class Dasher {
  final int number;
  final long id;
  final double pace;

  Status status = Status.OFFLINE;
  OptionalLong carrying = OptionalLong.empty();
  Drive drive;
  long shiftEndMillis;

  // Where the idle dashers' register keeps this one.
  int idleArea;
  int idlePosition;
  // A dasher has one entry at most in the ping schedule, which outlives a short time offline.
  boolean inPingSchedule;

  Dasher(int number, long id, double pace) {
    this.number = number;
    this.id = id;
    this.pace = pace;
  }

  enum Status {
    OFFLINE,
    IDLE,
    BUSY
  }

  boolean isOnline() {
    return status != Status.OFFLINE;
  }
}
