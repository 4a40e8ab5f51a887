package io.freshet.deploy.platform;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.deploy.company.CompanyValues;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The doors of our servers: where they open, and who speaks TLS there. No server is told that
 * something before it does, unless the company has said so.
 */
final class Doors {
  private static final String CERTIFICATE = ".tls.certificate";
  private static final String ELSEWHERE = ".tls.terminated-elsewhere";

  private final CompanyValues values;

  Doors(CompanyValues values) {
    this.values = values;
  }

  Map<String, Object> settings() {
    Map<String, Object> settings = new TreeMap<>();
    running()
        .forEach(
            kind -> {
              settings.put(kind.label() + ".host", "0.0.0.0");
              settings.put(kind.label() + ".port", kind.port());
              if (!speaksTls(kind) && isBehindTls(kind)) {
                settings.put(kind.label() + ELSEWHERE, true);
              }
            });

    return settings;
  }

  private Stream<ServerKind> running() {
    return Stream.of(ServerKind.values())
        .filter(kind -> values.servers().containsKey(kind.label()));
  }

  /** Whether its door has a certificate of its own, and so is no HTTP one. */
  boolean speaksTls(ServerKind kind) {
    return values.settings().containsKey(kind.label() + CERTIFICATE);
  }

  private boolean isBehindTls(ServerKind kind) {
    return switch (values.tls()) {
      case MESH -> true;
      case INGRESS -> kind.isBehindAnIngress();
      case CERTIFICATES -> false;
    };
  }

  /** Where pods find it. */
  String address(ServerKind kind) {
    return "%s://%s.%s.svc:%d"
        .formatted(
            speaksTls(kind) ? "https" : "http", kind.label(), values.namespace(), kind.port());
  }

  /**
   * @throws FreshetException when somebody would send secrets to one of them in the clear
   */
  void check() {
    List<String> open =
        running()
            .filter(kind -> !speaksTls(kind) && !isBehindTls(kind))
            .map(ServerKind::label)
            .filter(label -> !values.settings().containsKey(label + ELSEWHERE))
            .toList();
    if (!open.isEmpty()) {
      throw new FreshetException(
          Fault.CALLER,
          ("tls is %1$s, so nothing would encrypt what is sent to %2$s, such as tokens; name"
                  + " certificates among settings, as %3$s.tls.certificate and %3$s.tls.key, or"
                  + " say tls: mesh where one encrypts between pods")
              .formatted(values.tls().label(), String.join(", ", open), open.get(0)));
    }
  }
}
