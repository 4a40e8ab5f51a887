package io.freshet.ingestion.writer.repair;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Offsets of one partition of a table's topic, as a person names them.
 *
 * @param last is one of them
 */
public record OffsetRange(int partition, long first, long last) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,9}):(\\d{1,18})(?:-(\\d{1,18}))?");

  /**
   * @param text such as {@code 0:100-250,1:7}: of partition 0 offsets 100 to 250, of partition 1
   *     offset 7
   * @throws FreshetException when it says anything else
   */
  public static List<OffsetRange> parseAll(String text) {
    return Arrays.stream(text.split(",", -1)).map(String::strip).map(OffsetRange::parse).toList();
  }

  private static OffsetRange parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new FreshetException(
          Fault.CALLER,
          "\"%s\" names no offsets; write PARTITION:FIRST-LAST, such as 0:100-250".formatted(text));
    }
    long first = Long.parseLong(matcher.group(2));
    long last = matcher.group(3) == null ? first : Long.parseLong(matcher.group(3));
    if (last < first) {
      throw new FreshetException(
          Fault.CALLER,
          "\"%s\" ends before it begins; the first offset comes first".formatted(text));
    }

    return new OffsetRange(Integer.parseInt(matcher.group(1)), first, last);
  }
}
