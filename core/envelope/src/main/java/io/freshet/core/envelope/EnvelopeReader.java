package io.freshet.core.envelope;

import io.freshet.core.envelope.Decoded.Refused;
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
  private static final byte[] STRUCTURED =
      EnvelopeHeaders.STRUCTURED_PREFIX.getBytes(StandardCharsets.US_ASCII);

  private final String typeName;
  private final byte[] wantedType;
  private final LastText source = new LastText();
  private final LastText dataSchema = new LastText();

  private byte[] specVersion = ABSENT;
  private byte[] id = ABSENT;
  private byte[] sourceBytes = ABSENT;
  private byte[] type = ABSENT;
  private byte[] time = ABSENT;
  private byte[] dataSchemaBytes = ABSENT;
  private byte[] contentType = ABSENT;
  private long timeMicros = Rfc3339.UNREADABLE;

  EnvelopeReader(String typeName) {
    this.typeName = typeName;
    this.wantedType = typeName.getBytes(StandardCharsets.UTF_8);
  }

  /** Takes in a record's headers; answers what is wrong with them. */
  Optional<Refused> read(Headers headers) {
    specVersion = id = sourceBytes = type = time = dataSchemaBytes = contentType = ABSENT;
    for (Header header : headers) {
      take(header.key(), header.value());
    }
    if (!Arrays.equals(specVersion, SPEC_VERSION)) {
      return Optional.of(new Refused(RefusalCause.MISSING_ENVELOPE, noSpecVersion()));
    }
    if (id.length == 0 || sourceBytes.length == 0 || type.length == 0) {
      return missing(
          id.length == 0
              ? EnvelopeHeaders.ID
              : type.length == 0 ? EnvelopeHeaders.TYPE : EnvelopeHeaders.SOURCE);
    }
    timeMicros = Rfc3339.UNREADABLE;
    if (time.length > 0) {
      timeMicros = Rfc3339.parse(time);
      if (timeMicros == Rfc3339.UNREADABLE) {
        return Optional.of(
            new Refused(RefusalCause.MISSING_ENVELOPE, "ce_time is no RFC 3339 time"));
      }
    }

    return Arrays.equals(type, wantedType)
        ? Optional.empty()
        : Optional.of(
            new Refused(RefusalCause.WRONG_TYPE, "ce_type is not %s".formatted(typeName)));
  }

  boolean hasTime() {
    return timeMicros != Rfc3339.UNREADABLE;
  }

  /** Meaningful only when there is a time. */
  long timeMicros() {
    return timeMicros;
  }

  /** The sender's id as it came. */
  byte[] id() {
    return id;
  }

  /** What was read last; only after it was found to be an envelope. */
  Envelope envelope() {
    return new Envelope(
        new String(id, StandardCharsets.UTF_8),
        source.of(sourceBytes),
        typeName,
        hasTime()
            ? Optional.of(Instant.EPOCH.plus(timeMicros, ChronoUnit.MICROS))
            : Optional.empty(),
        dataSchemaBytes.length == 0
            ? Optional.empty()
            : Optional.of(dataSchema.of(dataSchemaBytes)));
  }

  /** The last of several headers of one key counts, as everywhere in Kafka. */
  private void take(String key, byte[] value) {
    byte[] bytes = value == null ? ABSENT : value;
    switch (key) {
      case EnvelopeHeaders.SPEC_VERSION -> specVersion = bytes;
      case EnvelopeHeaders.ID -> id = bytes;
      case EnvelopeHeaders.SOURCE -> sourceBytes = bytes;
      case EnvelopeHeaders.TYPE -> type = bytes;
      case EnvelopeHeaders.TIME -> time = bytes;
      case EnvelopeHeaders.DATA_SCHEMA -> dataSchemaBytes = bytes;
      case EnvelopeHeaders.CONTENT_TYPE -> contentType = bytes;
      default -> {
        // Extensions are others' business.
      }
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
    return contentType.length >= STRUCTURED.length
        && new String(contentType, 0, STRUCTURED.length, StandardCharsets.UTF_8)
            .equalsIgnoreCase(EnvelopeHeaders.STRUCTURED_PREFIX);
  }

  private static Optional<Refused> missing(String header) {
    return Optional.of(
        new Refused(RefusalCause.MISSING_ENVELOPE, "there is no %s".formatted(header)));
  }

  /** The string of bytes that are nearly always the same as the last time. */
  private static final class LastText {
    private byte[] bytes = ABSENT;
    private String text = "";

    String of(byte[] current) {
      if (!Arrays.equals(bytes, current)) {
        bytes = current;
        text = new String(current, StandardCharsets.UTF_8);
      }

      return text;
    }
  }
}
