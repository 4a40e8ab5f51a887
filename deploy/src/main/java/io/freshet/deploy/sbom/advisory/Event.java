package io.freshet.deploy.sbom.advisory;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.Optional;

/**
 * Where among versions a weakness begins or ends.
 *
 * @param kind how it is said
 */
record Event(Kind kind, MavenVersion version) implements Comparable<Event> {
  private static final Comparator<Event> ORDER =
      Comparator.comparing(Event::version).thenComparing(Event::kind);

  enum Kind {
    INTRODUCED("introduced"),
    FIXED("fixed"),
    /** The version itself is weak, those behind it are not. */
    LAST_AFFECTED("last_affected");

    private final String key;

    Kind(String key) {
      this.key = key;
    }
  }

  /** Empty for events that say nothing of that, such as {@code limit}. */
  static Optional<Event> of(JsonNode event) {
    for (Kind kind : Kind.values()) {
      if (event.has(kind.key)) {
        return Optional.of(new Event(kind, MavenVersion.of(event.path(kind.key).asText())));
      }
    }

    return Optional.empty();
  }

  boolean begins() {
    return kind == Kind.INTRODUCED;
  }

  /** Whether it holds for that version. */
  boolean isBefore(MavenVersion other) {
    int compared = version.compareTo(other);

    return kind == Kind.LAST_AFFECTED ? compared < 0 : compared <= 0;
  }

  @Override
  public int compareTo(Event other) {
    return ORDER.compare(this, other);
  }
}
