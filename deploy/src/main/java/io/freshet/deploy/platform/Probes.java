package io.freshet.deploy.platform;

import io.freshet.deploy.manifest.Body;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a server is watched. Whether it lives is whether it listens: {@code /health} also says that
 * Postgres or Kafka is away, which a new start would not mend.
 */
final class Probes {
  private static final int SECONDS_TO_START = 90;
  private static final int EVERY = 5;

  private Probes() {}

  static Map<String, Object> startup() {
    return listens()
        .with("periodSeconds", EVERY)
        .with("failureThreshold", SECONDS_TO_START / EVERY)
        .map();
  }

  static Map<String, Object> liveness() {
    return listens().with("periodSeconds", 10).with("failureThreshold", 6).map();
  }

  /** By HTTPS where the door has a certificate, which nobody holds against a name here. */
  static Map<String, Object> readiness(ServerKind kind, Surroundings here) {
    if (!kind.isReadyByHealth()) {
      return listens().with("periodSeconds", EVERY).map();
    }
    Map<String, Object> host =
        // The console answers to names that it knows.
        Body.of("name", "Host").with("value", "localhost").map();

    return Body.of(
            "httpGet",
            Body.of("path", "/health")
                .with("port", "http")
                .with("scheme", here.speaksTls(kind) ? Optional.of("HTTPS") : Optional.empty())
                .with("httpHeaders", List.of(host)))
        .with("periodSeconds", EVERY)
        .with("timeoutSeconds", 3)
        .with("failureThreshold", 3)
        .map();
  }

  private static Body listens() {
    return Body.of("tcpSocket", Body.of("port", "http")).with("timeoutSeconds", 3);
  }
}
