package io.freshet.ingestion.gateway.intake;

import io.freshet.core.envelope.RefusalCause;
import io.freshet.core.envelope.offer.Refusal;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What HTTP says of a refusal. */
public final class RefusalStatus {
  private static final String NOT_A_PRODUCER = "not_a_producer";
  private static final String NOT_IN_TOKEN = "not_in_token";
  private static final String ORIGIN_NOT_ALLOWED = "origin_not_allowed";

  /** The causes that only a door with keys knows. */
  private static final Set<String> BARRED =
      Set.of(NOT_A_PRODUCER, NOT_IN_TOKEN, ORIGIN_NOT_ALLOWED);

  private RefusalStatus() {}

  public static int of(Refusal refusal) {
    return BARRED.contains(refusal.cause())
        ? 403
        : of(RefusalCause.valueOf(refusal.cause().toUpperCase(Locale.ROOT)));
  }

  static Refusal notAProducer(String producer, String contract) {
    return barred(
        NOT_A_PRODUCER,
        "%s is not among the producers of %s; its contract names them"
            .formatted(producer, contract));
  }

  static Refusal notInToken(String contract) {
    return barred(NOT_IN_TOKEN, "The token is not good for %s".formatted(contract));
  }

  static Refusal foreignPage(String origin, String contract) {
    return barred(
        ORIGIN_NOT_ALLOWED,
        "Pages of %s may not send %s; its contract names the origins that may"
            .formatted(origin, contract));
  }

  private static Refusal barred(String cause, String detail) {
    return new Refusal(cause, detail, List.of());
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
