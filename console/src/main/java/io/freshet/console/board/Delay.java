package io.freshet.console.board;

import io.freshet.assurance.freshness.Freshness;
import io.freshet.core.toolkit.Amounts;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * Which hop keeps a table waiting, and what that looks like from outside.
 *
 * @param hop who has to read on, in words
 * @param sign what is seen of it
 */
public record Delay(String hop, String sign) {
  static final Delay OF_DEAD_LETTERS = new Delay("writer", "as late as the streams that feed it");

  private static final String COMMIT = "commit";
  private static final Map<String, String> READERS =
      Map.of("raw", "JSON validator", "log", "writer", "inputs", "nightly job");

  /** A commit that is older than nearly all the waiting was the last one before it. */
  private static final double MOST = 0.9;

  /** The hop in front of which the oldest event waits; empty where none is known. */
  static Optional<Delay> of(Freshness freshness) {
    return freshness.hops().stream()
        .filter(hop -> !hop.name().equals(COMMIT))
        .max(Comparator.comparing(Freshness.Hop::age))
        .map(hop -> new Delay(reader(hop), sign(hop, freshness.commitAge())));
  }

  /** Who reads what waits there. */
  public static String reader(Freshness.Hop hop) {
    return READERS.getOrDefault(hop.name(), hop.name());
  }

  private static String sign(Freshness.Hop hop, Optional<Duration> commitAge) {
    return switch (hop.name()) {
      case "raw" -> "raw JSON waits to be validated";
      case "inputs" -> "inputs hold rows of days that are not published";
      default ->
          commitAge
              .map(
                  age ->
                      age.toMillis() >= MOST * hop.age().toMillis()
                          ? silent(age)
                          : "commits, but is behind")
              .orElse("has never committed");
    };
  }

  private static String silent(Duration age) {
    return "no commit for " + Amounts.age(age);
  }
}
