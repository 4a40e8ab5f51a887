package io.freshet.core.envelope;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Marks an event as a test: it takes every step that others take, and ends before it becomes a row,
 * a figure or something that a customer sees. An extension attribute of CloudEvents, a Boolean.
 */
public final class TestMark {
  /** The attribute's name. */
  public static final String ATTRIBUTE = "freshettest";

  /** The attribute on Kafka. */
  public static final String HEADER = EnvelopeHeaders.PREFIX + ATTRIBUTE;

  public static final String YES = "true";
  public static final String NO = "false";

  private static final Map<String, String> EXTENSION = Map.of(ATTRIBUTE, YES);

  private TestMark() {}

  /** The attribute by which an event is a test. */
  public static Map<String, String> extension() {
    return EXTENSION;
  }

  /** Whether a record is a test; one whose mark is neither true nor false is none. */
  public static boolean isOn(Headers headers) {
    Header header = headers.lastHeader(HEADER);

    return header != null
        && header.value() != null
        && YES.equals(new String(header.value(), StandardCharsets.UTF_8));
  }

  /** Whether an event with these attributes is a test. */
  public static boolean isIn(Map<String, String> extensions) {
    return YES.equals(extensions.get(ATTRIBUTE));
  }

  /** Whether the value is one that is allowed; none at all is as good as no. */
  public static boolean isReadable(String value) {
    return value.isEmpty() || value.equals(YES) || value.equals(NO);
  }
}
