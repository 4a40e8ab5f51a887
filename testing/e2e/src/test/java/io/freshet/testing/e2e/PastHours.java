package io.freshet.testing.e2e;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Hours of a simulated marketplace that are over, sent to the streams of a platform that is up. Of
 * different hours no two orders are the same one.
 *
 * @param start event time of the first ping; less than a day ago, as the ETA job remembers orders
 */
record PastHours(Instant start, Duration length) {
  /** So many, of which the first began so long ago. */
  static PastHours begun(int hoursAgo, int hours) {
    return from(
        Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(hoursAgo, ChronoUnit.HOURS), hours);
  }

  /** So many from then on. */
  static PastHours from(Instant start, int hours) {
    return new PastHours(start, Duration.ofHours(hours));
  }

  Instant end() {
    return start.plus(length);
  }

  /**
   * Begins to send them.
   *
   * @param speed event time per wall time
   * @param rate events a second of the wall
   */
  Process send(FreshetCommand command, int speed, int rate) throws IOException {
    return command.start(
        "simulate",
        "--start=" + start,
        "--duration=" + length.toHours() + "h",
        "--speed=" + speed,
        "--rate=" + rate);
  }

  /** A condition of rows that happened in them. */
  String during(String column) {
    return "%s >= timestamp '%s' and %s < timestamp '%s'"
        .formatted(column, sql(start), column, sql(end()));
  }

  /** A time as a literal of Trino has it. */
  static String sql(Instant time) {
    return time.toString().replace("T", " ").replace("Z", " UTC");
  }
}
