package io.freshet.ingestion.gateway.cloudevents;

import io.freshet.core.envelope.json.MalformedJsonException;
import io.freshet.core.envelope.offer.MediaType;
import io.freshet.core.envelope.offer.Offer;
import io.freshet.core.envelope.offer.StructuredMode;
import io.freshet.core.envelope.offer.TooManyEventsException;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** Reads requests of CloudEvents' HTTP binding in each of its content modes. */
public final class CloudEvents {
  private static final String STRUCTURED = "application/cloudevents+json";
  private static final String BATCH = "application/cloudevents-batch+json";
  private static final String ANY = "application/cloudevents";
  private static final String PLAIN_TEXT = "text/plain";
  private static final String BINARY_MARK = "ce-specversion";

  private CloudEvents() {}

  /** How a request holds its events. */
  public enum Mode {
    BINARY,
    STRUCTURED,
    BATCH,
    /** Structured or a batch, sent as plain text: all that a page may send while it is left. */
    PLAIN
  }

  /** The mode; empty when the events are in a format that is not read here. */
  public static Optional<Mode> mode(HttpFields headers) {
    String contentType = headers.get(HttpHeader.CONTENT_TYPE);
    if (contentType == null) {
      return Optional.of(Mode.BINARY);
    }
    MediaType type = MediaType.of(contentType);
    if (type.name().equals(PLAIN_TEXT) && !headers.contains(BINARY_MARK)) {
      return Optional.of(Mode.PLAIN).filter(plain -> type.isUtf8());
    }
    if (!type.name().startsWith(ANY)) {
      return Optional.of(Mode.BINARY);
    }
    if (!type.isUtf8()) {
      return Optional.empty();
    }

    return switch (type.name()) {
      case STRUCTURED -> Optional.of(Mode.STRUCTURED);
      case BATCH -> Optional.of(Mode.BATCH);
      default -> Optional.empty();
    };
  }

  /**
   * @throws MalformedJsonException when the envelopes should be JSON and are not
   * @throws TooManyEventsException when a batch holds more events than that
   */
  public static List<Offer> read(Mode mode, HttpFields headers, byte[] body, int maxEvents) {
    return switch (mode) {
      case BINARY -> List.of(BinaryMode.read(headers, body));
      case STRUCTURED -> List.of(StructuredMode.read(body));
      case BATCH -> StructuredMode.readBatch(body, maxEvents);
      case PLAIN ->
          isArray(body)
              ? StructuredMode.readBatch(body, maxEvents)
              : List.of(StructuredMode.read(body));
    };
  }

  private static boolean isArray(byte[] body) {
    for (byte character : body) {
      if (!Character.isWhitespace(character)) {
        return character == '[';
      }
    }

    return false;
  }
}
