package io.freshet.cli.sql;

import io.freshet.cli.output.Amounts;
import java.time.Duration;
import java.util.OptionalDouble;

/**
 * How far Trino is with a statement.
 *
 * @param rows read so far
 * @param percent of the work, where Trino says; it grows as Trino finds more work
 */
public record QueryProgress(Duration elapsed, long rows, OptionalDouble percent) {
  private static final double WHOLE = 100;

  /**
   * Such as {@code 12 s, 3,100,000 rows read (258,333/s), 35 %, about 22 s left; Ctrl-C stops it}.
   */
  String describe() {
    double seconds = elapsed.toMillis() / 1e3;
    String rate = Amounts.count(Math.round(rows / Math.max(seconds, 0.001)));

    return "%s, %s rows read (%s/s)%s; Ctrl-C stops it"
        .formatted(Amounts.age(elapsed), Amounts.count(rows), rate, left(seconds));
  }

  private String left(double seconds) {
    double done = percent.orElse(0);
    if (done <= 0 || done >= WHOLE) {
      return "";
    }
    Duration left = Duration.ofMillis(Math.round(seconds * (WHOLE - done) / done * 1e3));

    return ", %.0f %%, about %s left".formatted(done, Amounts.age(left));
  }
}
