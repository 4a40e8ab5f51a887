package io.freshet.core.envelope.offer;

import io.freshet.core.envelope.Envelope;
import java.util.Map;
import java.util.Optional;

/** An event as a request brings it, in whichever protocol; or what it lacks to be one. */
public sealed interface Offer {
  /** What its sender knows it by, as far as it says so. */
  Optional<String> id();

  /**
   * An event whose data nobody has looked at yet.
   *
   * @param extensions further attributes of CloudEvents, by name
   */
  record Event(Envelope envelope, Map<String, String> extensions, OfferedData data)
      implements Offer {
    public Event {
      extensions = Map.copyOf(extensions);
    }

    @Override
    public Optional<String> id() {
      return Optional.of(envelope.id());
    }
  }

  /**
   * What can't be an event, whatever its contract.
   *
   * @param isTest whether its sender has marked it as a test, as far as that can be read
   */
  record Unfit(Optional<String> id, Refusal refusal, boolean isTest) implements Offer {
    /** Of what has no attributes. */
    public Unfit(Optional<String> id, Refusal refusal) {
      this(id, refusal, false);
    }
  }
}
