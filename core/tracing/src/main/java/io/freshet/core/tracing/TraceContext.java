package io.freshet.core.tracing;

import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where in which trace something happens, as W3C's Trace Context has it. The trace's id is also the
 * one by which log lines and answers are found, so everything has one, traced or not.
 *
 * @param traceId 32 digits in hex, not all of them 0
 * @param spanId 16 digits in hex, not all of them 0
 * @param isSampled whether whoever began the trace records it
 */
public record TraceContext(String traceId, String spanId, boolean isSampled) {
  /** The header of HTTP, and the attribute of CloudEvents. */
  public static final String NAME = "traceparent";

  /** Of text that the version 00 has; later versions may have more behind it. */
  private static final int LENGTH = 55;

  private static final Pattern TEXT =
      Pattern.compile(
          "(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})"
              + "-([0-9a-f]{2})(-.*)?");
  private static final HexFormat HEX = HexFormat.of();

  /** A trace that nobody records. */
  public static TraceContext begin() {
    ThreadLocalRandom random = ThreadLocalRandom.current();

    return new TraceContext(
        HEX.toHexDigits(nonZero(random)) + HEX.toHexDigits(nonZero(random)),
        HEX.toHexDigits(nonZero(random)),
        false);
  }

  /** Reads a header's value; empty where it is none, so that a new trace has to begin. */
  public static Optional<TraceContext> parse(String text) {
    if (text == null || text.length() < LENGTH) {
      return Optional.empty();
    }
    Matcher matcher = TEXT.matcher(text);
    boolean hasMore = text.length() > LENGTH;
    if (!matcher.matches() || (hasMore && matcher.group(1).equals("00"))) {
      return Optional.empty();
    }

    return Optional.of(
        new TraceContext(
            matcher.group(2),
            matcher.group(3),
            (HexFormat.fromHexDigits(matcher.group(4)) & 1) == 1));
  }

  private static long nonZero(ThreadLocalRandom random) {
    return random.nextLong(1, Long.MAX_VALUE);
  }

  /** As a header says it. */
  public String text() {
    return "00-" + traceId + "-" + spanId + (isSampled ? "-01" : "-00");
  }
}
