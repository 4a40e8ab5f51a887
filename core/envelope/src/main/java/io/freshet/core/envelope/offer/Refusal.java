package io.freshet.core.envelope.offer;

import io.freshet.core.envelope.InvalidEventException;
import io.freshet.core.envelope.RefusalCause;
import io.freshet.core.envelope.json.InvalidPayloadException;
import io.freshet.core.envelope.json.Violation;
import java.util.List;

/**
 * Why an event is not taken, and never will be as it is.
 *
 * @param cause a short name that never changes, for programs and metrics; dead letters have the
 *     same ones
 * @param detail for people: what was seen and what would be right
 * @param errors where, as far as it is known
 */
public record Refusal(String cause, String detail, List<Violation> errors) {
  public Refusal {
    errors = List.copyOf(errors);
  }

  /** Attributes that an event must have, or that can't be read. */
  public static Refusal envelope(String pointer, String problem) {
    return new Refusal(
        RefusalCause.MISSING_ENVELOPE.code(),
        "The event can't be read: %s".formatted(problem),
        List.of(new Violation(pointer, problem)));
  }

  public static Refusal unknownContract(String detail) {
    return new Refusal(RefusalCause.UNKNOWN_CONTRACT.code(), detail, List.of());
  }

  /** Data of a media type that nobody reads here. */
  public static Refusal mediaType(String problem) {
    return new Refusal(RefusalCause.UNSUPPORTED_MEDIA_TYPE.code(), problem, List.of());
  }

  public static Refusal of(InvalidPayloadException e) {
    return new Refusal(RefusalCause.INVALID_VALUE.code(), e.getMessage(), e.violations());
  }

  public static Refusal of(InvalidEventException e) {
    return new Refusal(e.refusal().code(), e.getMessage(), List.of());
  }

  public static Refusal tooLarge(String detail) {
    return new Refusal(RefusalCause.TOO_LARGE.code(), detail, List.of());
  }
}
