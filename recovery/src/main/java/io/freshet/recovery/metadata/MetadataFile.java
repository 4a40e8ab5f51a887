package io.freshet.recovery.metadata;

import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of a table's or a view's metadata, not read yet.
 *
 * @param modified as the store says, which may be when it was copied there
 */
public record MetadataFile(String location, Instant modified) {
  /** How every engine's names of such files end. */
  static final String SUFFIX = ".metadata.json";

  private static final Pattern NUMBER = Pattern.compile("v?(\\d+)[.-].*");

  /** What its name begins with, which grows by one with each commit; 0 where it tells none. */
  long number() {
    return number(location);
  }

  /** The same of a file that may be gone. */
  public static long number(String location) {
    Matcher matcher = NUMBER.matcher(location.substring(location.lastIndexOf('/') + 1));

    return matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
  }

  String folder() {
    return location.substring(0, location.lastIndexOf('/'));
  }

  static boolean isOne(String location) {
    return location.endsWith(SUFFIX);
  }
}
