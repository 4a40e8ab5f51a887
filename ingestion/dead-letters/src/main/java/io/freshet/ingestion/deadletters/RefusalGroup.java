package io.freshet.ingestion.deadletters;

import java.time.Instant;

/**
 * What event gateways have refused of one contract for one cause, as far as it is kept.
 *
 * @param contract as its senders named it; empty where none could be read
 * @param first when the first of them was refused
 * @param last when the last of them was
 */
public record RefusalGroup(
    String contract, String cause, long events, Instant first, Instant last) {
  RefusalGroup plus(RefusalGroup other) {
    return new RefusalGroup(
        contract,
        cause,
        events + other.events,
        first.isBefore(other.first) ? first : other.first,
        last.isAfter(other.last) ? last : other.last);
  }
}
