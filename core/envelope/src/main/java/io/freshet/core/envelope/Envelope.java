package io.freshet.core.envelope;

import java.time.Instant;
import java.util.Optional;

/**
 * The CloudEvents 1.0 context attributes that Freshet uses, in Kafka's binary content mode (headers
 * {@code ce_*} and {@code content-type}).
 *
 * @param id unique per source
 * @param source who sent it; a URI reference
 * @param type the contract's name
 * @param time when the fact happened; the payload's event time
 * @param dataSchema the registry's address of the payload's schema
 * @param origin where the event was first refused, if it was and was sent again: {@link
 *     RedriveOrigin}
 */
public record Envelope(
    String id,
    String source,
    String type,
    Optional<Instant> time,
    Optional<String> dataSchema,
    Optional<String> origin) {
  /** Of an event that is sent for the first time. */
  public Envelope(
      String id, String source, String type, Optional<Instant> time, Optional<String> dataSchema) {
    this(id, source, type, time, dataSchema, Optional.empty());
  }
}
