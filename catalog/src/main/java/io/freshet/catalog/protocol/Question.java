package io.freshet.catalog.protocol;

import io.freshet.catalog.access.Caller;
import java.util.Map;

/**
 * One request as it came over HTTP, still to be understood.
 *
 * @param caller who asks
 * @param path not yet decoded
 */
public record Question(
    Caller caller,
    String method,
    String path,
    Map<String, String> query,
    Preferences preferences,
    String body) {
  public Question {
    query = Map.copyOf(query);
  }
}
