package io.freshet.catalog.protocol;

import java.util.Map;
import java.util.Optional;

/**
 * One request as it came over HTTP, still to be understood.
 *
 * @param path not yet decoded
 * @param knownTag the version of the table that the client has already ({@code If-None-Match})
 */
public record Question(
    String method, String path, Map<String, String> query, Optional<String> knownTag, String body) {
  public Question {
    query = Map.copyOf(query);
  }
}
