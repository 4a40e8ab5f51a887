package io.freshet.ingestion.gateway.http;

import java.util.List;
import java.util.Optional;

/** Where requests are taken in, by their path. */
record Doors(Door events, Door tokens, RestProxyDoors restProxy) {
  static final String EVENTS = "/events";

  private static final String TOKENS = "/tokens";
  private static final String GET = "GET";
  private static final String POST = "POST";
  private static final String DELETE = "DELETE";

  /** The doors of the REST Proxy's calls. */
  record RestProxyDoors(Door produce, Door metadata, Door consumers) {}

  /** Which door serves the path, and in whose words it is refused. */
  Optional<Door> of(String method, String path) {
    if (path.equals(EVENTS)) {
      return Optional.of(events);
    }
    if (path.equals(TOKENS)) {
      return Optional.of(tokens);
    }
    if (isBelow("/consumers", path)) {
      return Optional.of(restProxy.consumers());
    }
    if (path.equals("/brokers") || isBelow("/topics", path) && method.equals(GET)) {
      return Optional.of(restProxy.metadata());
    }

    return isBelow("/topics", path) || isBelow("/v3", path)
        ? Optional.of(restProxy.produce())
        : Optional.empty();
  }

  /** By which methods; none where the path is one of administration. */
  static List<String> methods(String path) {
    if (path.equals(EVENTS) || path.equals(TOKENS)) {
      return List.of(POST);
    }
    if (path.equals("/brokers") || path.equals("/topics")) {
      return List.of(GET);
    }
    if (isBelow("/consumers", path)) {
      return List.of(GET, POST, DELETE);
    }

    return isBelow("/topics", path) ? List.of(GET, POST) : List.of();
  }

  private static boolean isBelow(String folder, String path) {
    return path.equals(folder) || path.startsWith(folder + "/");
  }
}
