package io.freshet.ingestion.gateway.http;

import java.util.Optional;

/** Where requests are taken in, by their path. */
record Doors(Door events, Door topics, Door tokens) {
  static final String EVENTS = "/events";

  private static final String TOKENS = "/tokens";

  Optional<Door> of(String path) {
    if (path.equals(EVENTS)) {
      return Optional.of(events);
    }
    if (path.equals(TOKENS)) {
      return Optional.of(tokens);
    }

    return path.startsWith(TopicsDoor.PATH) && path.indexOf('/', TopicsDoor.PATH.length()) < 0
        ? Optional.of(topics)
        : Optional.empty();
  }
}
