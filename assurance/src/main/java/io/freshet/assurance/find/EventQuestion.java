package io.freshet.assurance.find;

import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.stream.StreamStart;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which event is looked for.
 *
 * @param from received at that time or later
 * @param until received before it
 */
public record EventQuestion(
    Contract contract, Sought sought, Optional<Instant> from, Optional<Instant> until) {
  private static final Pattern PLACE = Pattern.compile("(\\d{1,9}):(\\d{1,18})");

  /** What is known of it. */
  public sealed interface Sought {}

  /** The id that its sender gave it: CloudEvents' {@code id}. */
  public record Id(String id) implements Sought {}

  /** Where Kafka put it. */
  public record Place(int partition, long offset) implements Sought {}

  /** Between which times, as people write them; none where empty. */
  public record Times(String from, String until) {
    public static final Times ANY = new Times("", "");
  }

  /**
   * Reads what people write.
   *
   * @param id of the event; empty where its place is known
   * @param place as {@code partition:offset}; empty where its id is known
   * @throws FreshetException {@code CALLER} when that names no event
   */
  public static EventQuestion parse(
      Contract contract, String id, String place, Times times, Instant now) {
    if (id.isEmpty() == place.isEmpty()) {
      throw new FreshetException(
          Fault.CALLER, "An event is found by its id or by its place in Kafka; give one of them");
    }
    if (contract.stream().isEmpty()) {
      throw new FreshetException(
          Fault.CALLER,
          "%s has no stream, and so no events; its rows are made by a job"
              .formatted(contract.name()));
    }

    return new EventQuestion(
        contract,
        id.isEmpty() ? place(place) : new Id(id),
        time(times.from(), now),
        time(times.until(), now));
  }

  private static Place place(String text) {
    Matcher matcher = PLACE.matcher(text);
    if (!matcher.matches()) {
      throw new FreshetException(
          Fault.CALLER,
          "'%s' is no place in Kafka; write partition:offset, such as 3:1042".formatted(text));
    }

    return new Place(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2)));
  }

  private static Optional<Instant> time(String text, Instant now) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (StreamStart.parse(text, now) instanceof StreamStart.Since since) {
      return Optional.of(since.receivedAt());
    }
    throw new FreshetException(
        Fault.CALLER,
        "'%s' is no time; write one such as 2026-03-01T10:00:00Z, a day, or how long ago, such as 2h"
            .formatted(text));
  }
}
