package io.freshet.assurance.find;

import io.freshet.core.toolkit.Amounts;
import java.time.Instant;
import java.util.Optional;

/**
 * What of the log was looked at.
 *
 * @param records how many of its records
 * @param backTo since when every record was looked at; empty where that can't be said
 */
public record Searched(long records, Optional<Instant> backTo, End end) {
  /** Why it ended. */
  public enum End {
    /** It was found; older events of the same id were not looked for. */
    FOUND,
    /** One place was looked at, and no other. */
    PLACE,
    /** All that the log holds of that time was looked at. */
    WHOLE,
    /** As many records as the limit allows were looked at. */
    RECORDS,
    /** As much time as the limit allows has gone by. */
    TIME,
    /** There is no such topic. */
    NO_TOPIC
  }

  static Searched nothing(End end) {
    return new Searched(0, Optional.empty(), end);
  }

  /** Whether the log may hold it all the same, in what was not looked at. */
  public boolean isCutShort() {
    return end == End.RECORDS || end == End.TIME;
  }

  /** What was searched, as a sentence. */
  public String text() {
    String looked =
        "Looked at %s %s of the log"
            .formatted(Amounts.count(records), records == 1 ? "record" : "records");
    String back = backTo.map(" back to %s"::formatted).orElse("");

    return switch (end) {
      case FOUND -> looked + "; older events of the same id were not looked for";
      case PLACE -> "Looked at that place alone";
      case WHOLE -> looked + ": all that it holds of that time";
      case RECORDS -> looked + back + ", no more than that: name a time, or allow more records";
      case TIME -> looked + back + ", and then the time was up: name a time, or allow more";
      case NO_TOPIC -> "There is no such topic; ./freshet contract apply makes it";
    };
  }
}
