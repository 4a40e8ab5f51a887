package io.freshet.cli.job;

import io.freshet.cli.output.Amounts;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells people of each day that is done, from what the application writes into its log. */
final class BackfillProgress implements Consumer<String> {
  private static final Pattern BEGINS = Pattern.compile(".* Backfill begins .* left=(\\d+) .*");
  private static final Pattern DAY =
      Pattern.compile(".* Backfill day done .* day=(\\S+) rows=(\\d+)");

  private final Consumer<String> out;
  private final InstantSource clock;
  private Instant begun;
  private long days;
  private long done;

  /**
   * @param out gets a line a day
   */
  BackfillProgress(Consumer<String> out, InstantSource clock) {
    this.out = out;
    this.clock = clock;
  }

  @Override
  public void accept(String line) {
    Matcher begins = BEGINS.matcher(line);
    Matcher day = DAY.matcher(line);
    if (begins.matches()) {
      begun = clock.instant();
      days = Long.parseLong(begins.group(1));
    } else if (day.matches() && begun != null) {
      done++;
      out.accept(
          "%s is done, %s rows; %d of %d%s"
              .formatted(
                  day.group(1),
                  Amounts.count(Long.parseLong(day.group(2))),
                  done,
                  Math.max(done, days),
                  done < days ? ", about %s left".formatted(Amounts.age(left())) : ""));
    }
  }

  private Duration left() {
    return Duration.between(begun, clock.instant()).multipliedBy(days - done).dividedBy(done);
  }
}
