package io.freshet.core.envelope;

import static java.time.temporal.ChronoUnit.MICROS;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.TableSettings.Timing;
import io.freshet.core.envelope.Decoded.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Whether an event's time can be true: near enough to when it was received, and the same in the
 * envelope as in the payload. In microseconds.
 */
record Plausibility(long maxAhead, long maxBehind) {
  private static final long UNLIMITED = Long.MAX_VALUE;

  // SDKs cut the envelope's time to milliseconds or whole seconds.
  private static final long ENVELOPE_TOLERANCE = TimeUnit.SECONDS.toMicros(1);

  /** A contract without a table leaves event time alone. */
  static Plausibility of(Contract contract) {
    if (contract.table().isEmpty()) {
      return new Plausibility(UNLIMITED, UNLIMITED);
    }
    Timing timing = contract.table().get().timing();

    return new Plausibility(
        micros(timing.maxAhead()), timing.maxBehind().map(d -> micros(d)).orElse(UNLIMITED));
  }

  /** The event's time is in the years 1 to 9999; a record's timestamp may be anything. */
  Optional<Refused> refuse(long eventMicros, long receivedMillis) {
    long receivedMicros = TimeUnit.MILLISECONDS.toMicros(receivedMillis);
    long ahead =
        eventMicros - Math.max(Rfc3339.MIN_MICROS, Math.min(Rfc3339.END_MICROS, receivedMicros));
    if (ahead > maxAhead) {
      return refused(RefusalCause.TOO_FAR_AHEAD, ahead, "ahead of", maxAhead);
    }
    if (-ahead > maxBehind) {
      return refused(RefusalCause.TOO_FAR_BEHIND, -ahead, "behind", maxBehind);
    }

    return Optional.empty();
  }

  static boolean agree(long envelopeMicros, long payloadMicros) {
    return Math.abs(envelopeMicros - payloadMicros) < ENVELOPE_TOLERANCE;
  }

  /** For envelopes whose time may be any at all. */
  static boolean agree(Instant envelope, long payloadMicros) {
    Duration apart = Duration.between(Instant.EPOCH.plus(payloadMicros, MICROS), envelope);

    return apart.abs().compareTo(Duration.of(ENVELOPE_TOLERANCE, MICROS)) < 0;
  }

  private static Optional<Refused> refused(
      RefusalCause cause, long micros, String where, long limit) {
    return Optional.of(
        new Refused(
            cause,
            "event time is %d s %s received time; at most %d s are plausible"
                .formatted(
                    TimeUnit.MICROSECONDS.toSeconds(micros),
                    where,
                    TimeUnit.MICROSECONDS.toSeconds(limit))));
  }

  /** Any duration; one too long for a long of microseconds is no limit at all. */
  private static long micros(Duration duration) {
    try {
      return Math.addExact(
          Math.multiplyExact(duration.getSeconds(), 1_000_000L), duration.getNano() / 1000);
    } catch (ArithmeticException e) {
      return UNLIMITED;
    }
  }
}
