package io.freshet.ingestion.gateway.intake;

import io.freshet.core.envelope.RefusalCause;
import io.freshet.core.envelope.offer.Refusal;
import java.util.List;
import java.util.Locale;

/** What HTTP says of a refusal. */
public final class RefusalStatus {
  /** The one cause that only a door with keys knows. */
  private static final String NOT_A_PRODUCER = "not_a_producer";

  private RefusalStatus() {}

  public static int of(Refusal refusal) {
    return refusal.cause().equals(NOT_A_PRODUCER)
        ? 403
        : of(RefusalCause.valueOf(refusal.cause().toUpperCase(Locale.ROOT)));
  }

  static Refusal notAProducer(String detail) {
    return new Refusal(NOT_A_PRODUCER, detail, List.of());
  }

  private static int of(RefusalCause cause) {
    return switch (cause) {
      case MISSING_ENVELOPE, MALFORMED_JSON -> 400;
      case UNKNOWN_CONTRACT -> 404;
      case TOO_LARGE -> 413;
      case UNSUPPORTED_MEDIA_TYPE -> 415;
      case WRONG_TYPE,
          MISSING_KEY,
          MISSING_PAYLOAD,
          NOT_WIRE_FORMAT,
          UNKNOWN_SCHEMA,
          INCOMPATIBLE_SCHEMA,
          UNDECODABLE,
          INVALID_VALUE,
          TOO_FAR_AHEAD,
          TOO_FAR_BEHIND,
          WRITE_FAILED ->
          422;
    };
  }
}
