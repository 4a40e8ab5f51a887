package io.freshet.bench.serve;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How new what is known of an order is. */
public record Version(long orderVersion, long eventMillis) implements Comparable<Version> {
  /** What an order's document begins with. */
  private static final Pattern DOCUMENT =
      Pattern.compile("^\\{\"order_version\":(\\d+),\"event_time_ms\":(\\d+)");

  private static final Comparator<Version> ORDER =
      Comparator.comparingLong(Version::orderVersion).thenComparingLong(Version::eventMillis);

  public static Optional<Version> ofDocument(String json) {
    Matcher begin = DOCUMENT.matcher(json);

    return begin.find()
        ? Optional.of(new Version(Long.parseLong(begin.group(1)), Long.parseLong(begin.group(2))))
        : Optional.empty();
  }

  @Override
  public int compareTo(Version other) {
    return ORDER.compare(this, other);
  }
}
