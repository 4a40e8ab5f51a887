package io.freshet.core.envelope;

import io.freshet.core.envelope.Decoded.Refused;
import io.freshet.core.envelope.batch.LogRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Reads the CloudEvents attributes of one record after the other. Compares bytes; makes strings
 * only of what is handed on, and of a source or schema address only when it changes.
 */
final class EnvelopeReader {
  private static final byte[] ABSENT = new byte[0];
  private static final byte[] SPEC_VERSION =
      EnvelopeHeaders.SPEC_VERSION_1_0.getBytes(StandardCharsets.US_ASCII);
  private static final byte[] YES = TestMark.YES.getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NO = TestMark.NO.getBytes(StandardCharsets.US_ASCII);

  /** Those behind share a place. */
  private static final int MOST_HEADERS = 16;

  private final String typeName;
  private final byte[] wantedType;
  private final Attribute specVersion = new Attribute(EnvelopeHeaders.SPEC_VERSION);
  private final Attribute id = new Attribute(EnvelopeHeaders.ID);
  private final Attribute source = new Attribute(EnvelopeHeaders.SOURCE);
  private final Attribute type = new Attribute(EnvelopeHeaders.TYPE);
  private final Attribute time = new Attribute(EnvelopeHeaders.TIME);
  private final Attribute dataSchema = new Attribute(EnvelopeHeaders.DATA_SCHEMA);
  private final Attribute contentType = new Attribute(EnvelopeHeaders.CONTENT_TYPE);
  private final Attribute origin = new Attribute(RedriveOrigin.HEADER);
  private final Attribute test = new Attribute(TestMark.HEADER);
  private final Attribute[] attributes = {
    specVersion, id, source, type, time, dataSchema, contentType, origin, test
  };

  /** Whose name the headers of the record before had: senders keep their order. */
  private final Attribute[] before = new Attribute[MOST_HEADERS];

  private final RecentMinute recentMinute = new RecentMinute();
  private final LastText lastSource = new LastText();
  private final LastText lastDataSchema = new LastText();
  private long timeMicros = Rfc3339.UNREADABLE;

  EnvelopeReader(String typeName) {
    this.typeName = typeName;
    this.wantedType = typeName.getBytes(StandardCharsets.UTF_8);
    Arrays.fill(before, id);
  }

  /** Takes in a record's headers; answers what is wrong with them. */
  Optional<Refused> read(Headers headers) {
    clear();
    int position = 0;
    for (Header header : headers) {
      byte[] value = header.value() == null ? ABSENT : header.value();
      take(position++, header.key(), value);
    }

    return problem();
  }

  /** The same, from where they lie. */
  Optional<Refused> read(LogRecord logRecord) {
    clear();
    byte[] bytes = logRecord.bytes();
    for (int header = 0; header < logRecord.headers(); header++) {
      take(
          header,
          bytes,
          logRecord.headerNameStart(header),
          logRecord.headerNameLength(header),
          bytes,
          logRecord.headerValueStart(header),
          Math.max(0, logRecord.headerValueLength(header)));
    }

    return problem();
  }

  private void clear() {
    for (Attribute attribute : attributes) {
      attribute.length = 0;
    }
  }

  /** The last of several headers of one name counts, as everywhere in Kafka. */
  private void take(
      int position,
      byte[] names,
      int nameStart,
      int nameLength,
      byte[] bytes,
      int start,
      int length) {
    int place = Math.min(position, MOST_HEADERS - 1);
    if (before[place].isNamed(names, nameStart, nameLength)) {
      before[place].set(bytes, start, length);
      return;
    }
    for (Attribute attribute : attributes) {
      if (attribute.isNamed(names, nameStart, nameLength)) {
        attribute.set(bytes, start, length);
        before[place] = attribute;
        return;
      }
    }
    // Other extensions are others' business.
  }

  /** The same of one whose name is a string, and whose value all of an array. */
  private void take(int position, String name, byte[] value) {
    int place = Math.min(position, MOST_HEADERS - 1);
    if (before[place].name.equals(name)) {
      before[place].set(value, 0, value.length);
      return;
    }
    for (Attribute attribute : attributes) {
      if (attribute.name.equals(name)) {
        attribute.set(value, 0, value.length);
        before[place] = attribute;
        return;
      }
    }
  }

  private Optional<Refused> problem() {
    if (!specVersion.is(SPEC_VERSION)) {
      return Optional.of(new Refused(RefusalCause.MISSING_ENVELOPE, noSpecVersion()));
    }
    if (id.length == 0 || source.length == 0 || type.length == 0) {
      return missing(
          id.length == 0
              ? EnvelopeHeaders.ID
              : type.length == 0 ? EnvelopeHeaders.TYPE : EnvelopeHeaders.SOURCE);
    }
    if (test.length > 0 && !test.is(YES) && !test.is(NO)) {
      return Optional.of(
          new Refused(
              RefusalCause.MISSING_ENVELOPE,
              "%s is neither true nor false".formatted(TestMark.HEADER)));
    }
    timeMicros = Rfc3339.UNREADABLE;
    if (time.length > 0) {
      timeMicros = recentMinute.parse(time.bytes, time.start, time.length);
      if (timeMicros == Rfc3339.UNREADABLE) {
        return Optional.of(
            new Refused(RefusalCause.MISSING_ENVELOPE, "ce_time is no RFC 3339 time"));
      }
    }

    return type.is(wantedType)
        ? Optional.empty()
        : Optional.of(
            new Refused(RefusalCause.WRONG_TYPE, "ce_type is not %s".formatted(typeName)));
  }

  /** Whether the record read last is marked as a test, be it an envelope or not. */
  boolean isTest() {
    return test.is(YES);
  }

  boolean hasTime() {
    return timeMicros != Rfc3339.UNREADABLE;
  }

  /** Meaningful only when there is a time. */
  long timeMicros() {
    return timeMicros;
  }

  /** The sender's id as it came; a copy. */
  byte[] id() {
    return id.copy();
  }

  /** What was read last; only after it was found to be an envelope. */
  Envelope envelope() {
    return new Envelope(
        id.text(),
        lastSource.of(source),
        typeName,
        hasTime()
            ? Optional.of(Instant.EPOCH.plus(timeMicros, ChronoUnit.MICROS))
            : Optional.empty(),
        dataSchema.length == 0 ? Optional.empty() : Optional.of(lastDataSchema.of(dataSchema)),
        hasOrigin() ? Optional.of(origin.text()) : Optional.empty());
  }

  /** Whether the event was refused before and is sent again. */
  private boolean hasOrigin() {
    return origin.length > 0 && RedriveOrigin.isOne(origin.bytes, origin.start, origin.length);
  }

  /**
   * Puts where the event was first refused into a slot, without copying; nothing where it is new.
   */
  void origin(FlatEvent event, int slot) {
    if (hasOrigin()) {
      event.set(slot, origin.bytes, origin.start, origin.length);
    } else {
      event.clear(slot);
    }
  }

  private String noSpecVersion() {
    if (isStructured()) {
      return "the event is in structured mode; streams hold binary mode";
    }

    return specVersion.length == 0
        ? "there is no ce_specversion"
        : "ce_specversion is not " + EnvelopeHeaders.SPEC_VERSION_1_0;
  }

  /** The binding compares the media type's prefix without regard to case. */
  private boolean isStructured() {
    String prefix = EnvelopeHeaders.STRUCTURED_PREFIX;

    return contentType.text().regionMatches(true, 0, prefix, 0, prefix.length());
  }

  private static Optional<Refused> missing(String header) {
    return Optional.of(
        new Refused(RefusalCause.MISSING_ENVELOPE, "there is no %s".formatted(header)));
  }

  /** Where a header's value lies. */
  private static final class Attribute {
    private final String name;
    private final byte[] nameBytes;
    private byte[] bytes = ABSENT;
    private int start;
    private int length;

    Attribute(String name) {
      this.name = name;
      this.nameBytes = name.getBytes(StandardCharsets.UTF_8);
    }

    void set(byte[] newBytes, int newStart, int newLength) {
      bytes = newBytes;
      start = newStart;
      length = newLength;
    }

    boolean isNamed(byte[] names, int from, int nameLength) {
      return nameLength == nameBytes.length && ShortBytes.equal(names, from, nameBytes);
    }

    boolean is(byte[] wanted) {
      return length == wanted.length && ShortBytes.equal(bytes, start, wanted);
    }

    byte[] copy() {
      return Arrays.copyOfRange(bytes, start, start + length);
    }

    String text() {
      return new String(bytes, start, length, StandardCharsets.UTF_8);
    }
  }

  /** The string of bytes that are nearly always the same as the last time. */
  private static final class LastText {
    private byte[] bytes = ABSENT;
    private String text = "";

    String of(Attribute current) {
      if (!current.is(bytes)) {
        bytes = current.copy();
        text = current.text();
      }

      return text;
    }
  }
}
