package io.freshet.catalog.protocol;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.rest.Endpoint;
import org.apache.iceberg.rest.RESTRequest;

/**
 * One operation of the protocol: its method and path, what it does to the lake, the body it takes,
 * what a caller needs for it and the action behind it.
 */
record Route(
    Endpoint endpoint,
    Effect effect,
    Optional<Class<? extends RESTRequest>> body,
    Guard guard,
    Action action) {
  /** Refuses callers who may not do what they ask for. */
  @FunctionalInterface
  interface Guard {
    /**
     * Returns for those who may.
     *
     * @throws org.apache.iceberg.exceptions.ForbiddenException when they may not
     */
    void check(Call call);
  }

  /** Answers one call. */
  @FunctionalInterface
  interface Action {
    Answer answer(Call call);
  }

  static Route reads(Endpoint endpoint, Guard guard, Action action) {
    return new Route(endpoint, Effect.READS, Optional.empty(), guard, action);
  }

  static Route reads(
      Endpoint endpoint, Class<? extends RESTRequest> body, Guard guard, Action action) {
    return new Route(endpoint, Effect.READS, Optional.of(body), guard, action);
  }

  static Route changes(Endpoint endpoint, Guard guard, Action action) {
    return new Route(endpoint, Effect.CHANGES, Optional.empty(), guard, action);
  }

  static Route changes(
      Endpoint endpoint, Class<? extends RESTRequest> body, Guard guard, Action action) {
    return new Route(endpoint, Effect.CHANGES, Optional.of(body), guard, action);
  }

  static Route commits(
      Endpoint endpoint, Class<? extends RESTRequest> body, Guard guard, Action action) {
    return new Route(endpoint, Effect.COMMITS, Optional.of(body), guard, action);
  }

  /** The path's variables, still encoded, if {@code path} has this route's shape. */
  Optional<Map<String, String>> match(String path) {
    List<String> template = segments(endpoint.path().replace("/{prefix}", ""));
    List<String> actual = segments(path);
    if (template.size() != actual.size()) {
      return Optional.empty();
    }
    Map<String, String> variables = new HashMap<>();
    for (int i = 0; i < template.size(); i++) {
      String expected = template.get(i);
      String segment = actual.get(i);
      if (expected.startsWith("{") && !segment.isEmpty()) {
        variables.put(expected.substring(1, expected.length() - 1), segment);
      } else if (!expected.equals(segment)) {
        return Optional.empty();
      }
    }

    return Optional.of(variables);
  }

  private static List<String> segments(String path) {
    return List.of(path.split("/", -1));
  }
}
