package io.freshet.serving.eta.rebuild;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What orders a document that Redis holds; newer-wins.lua reads the same.
 *
 * @param version 0 where there are no versions
 */
record Held(long version, long millis) {
  private static final Pattern BEGINNING =
      Pattern.compile("\\{(?:\"order_version\":(\\d{1,18}),)?\"event_time_ms\":(\\d{1,18})[,}].*");

  /** Empty for what is no document of ours. */
  static Optional<Held> of(String text) {
    Matcher matcher = BEGINNING.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long version = matcher.group(1) == null ? 0 : Long.parseLong(matcher.group(1));

    return Optional.of(new Held(version, Long.parseLong(matcher.group(2))));
  }

  /** Below, at or above zero as it is older than those, as old, or newer. */
  int compareTo(long otherVersion, long otherMillis) {
    int byVersion = Long.compare(version, otherVersion);

    return byVersion != 0 ? byVersion : Long.compare(millis, otherMillis);
  }
}
