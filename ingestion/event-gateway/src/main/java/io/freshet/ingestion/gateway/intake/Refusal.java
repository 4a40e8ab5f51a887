package io.freshet.ingestion.gateway.intake;

import io.freshet.core.envelope.InvalidEventException;
import io.freshet.core.envelope.RefusalCause;
import io.freshet.core.envelope.json.InvalidPayloadException;
import io.freshet.core.envelope.json.Violation;
import java.util.List;

/**
 * Why an event is not taken, and never will be as it is.
 *
 * @param status of HTTP
 * @param cause a short name that never changes, for programs and metrics; dead letters have the
 *     same ones
 * @param detail for people: what was seen and what would be right
 * @param errors where, as far as it is known
 */
public record Refusal(int status, String cause, String detail, List<Violation> errors) {
  public Refusal {
    errors = List.copyOf(errors);
  }

  /** Attributes that an event must have, or that can't be read. */
  public static Refusal envelope(String pointer, String problem) {
    return new Refusal(
        400,
        RefusalCause.MISSING_ENVELOPE.code(),
        "The event can't be read: %s".formatted(problem),
        List.of(new Violation(pointer, problem)));
  }

  static Refusal unknownContract(String detail) {
    return new Refusal(404, "unknown_contract", detail, List.of());
  }

  static Refusal forbidden(String producer, String contract) {
    return new Refusal(
        403,
        "not_a_producer",
        "%s is not among the producers of %s; its contract names them"
            .formatted(producer, contract),
        List.of());
  }

  /** Data of a media type that nobody reads here. */
  public static Refusal mediaType(String problem) {
    return new Refusal(415, "unsupported_media_type", problem, List.of());
  }

  static Refusal of(InvalidPayloadException e) {
    return new Refusal(422, RefusalCause.INVALID_VALUE.code(), e.getMessage(), e.violations());
  }

  static Refusal of(InvalidEventException e) {
    return new Refusal(status(e.refusal()), e.refusal().code(), e.getMessage(), List.of());
  }

  static Refusal tooLarge(String detail) {
    return new Refusal(413, RefusalCause.TOO_LARGE.code(), detail, List.of());
  }

  private static int status(RefusalCause cause) {
    return switch (cause) {
      case MISSING_ENVELOPE -> 400;
      case TOO_LARGE -> 413;
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
