package io.freshet.deploy.platform;

import io.freshet.deploy.company.NetworkRule;
import io.freshet.deploy.company.TrinoCluster;
import io.freshet.deploy.manifest.Body;
import io.freshet.deploy.manifest.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Who may open connections to whom: nobody, but for what is named here. Where our pods go
 * themselves is not limited; the store's addresses are not known.
 */
final class Network {
  private static final String FOLDER = "network";

  /** Which Kubernetes gives to each. */
  private static final String NAMESPACE = "kubernetes.io/metadata.name";

  static final int FLINK_REST = 8081;

  /** As Trino's own chart labels its pods and opens its doors, by HTTP and by HTTPS. */
  private static final Map<String, Object> TRINO = labels("app.kubernetes.io/name", "trino");

  private static final int TRINO_HTTP = 8080;
  private static final int TRINO_HTTPS = 8443;

  private Network() {}

  static List<Resource> engines(Surroundings here) {
    Map<String, Object> flink = labels("type", "flink-native-kubernetes");
    Map<String, Object> spark =
        Body.of(
                "matchExpressions",
                List.of(Body.of("key", "spark-role").with("operator", "Exists").map()))
            .map();

    return List.of(
        policy(here, "nobody", Map.of(), List.of()),
        policy(
            here,
            "flink",
            flink,
            List.of(
                from(List.of(pods(flink))).map(),
                // Flink's operator, from its own namespace, and the console.
                from(List.of(
                        Body.of("namespaceSelector", Map.of())
                            .with(
                                "podSelector",
                                labels("app.kubernetes.io/name", "flink-kubernetes-operator"))
                            .map(),
                        pods(labels("app.kubernetes.io/component", "console"))))
                    .with("ports", List.of(port(FLINK_REST)))
                    .map())),
        policy(here, "spark", spark, List.of(from(List.of(pods(spark))).map())));
  }

  /** What others than our servers and engines need, as the company says and as we know it. */
  static List<Resource> others(Surroundings here) {
    List<Resource> policies = new ArrayList<>();
    here.values().trino().ifPresent(trino -> policies.add(trino(here, trino)));
    for (NetworkRule rule : here.values().network()) {
      Map<String, Object> peer =
          rule.fromNamespace()
              .map(namespace -> Body.of("namespaceSelector", labels(NAMESPACE, namespace)).map())
              .orElse(pods(Map.of()));
      policies.add(
          policy(
              here,
              rule.name(),
              Body.of("matchLabels", rule.pods()).map(),
              List.of(
                  from(List.of(peer))
                      .with("ports", rule.ports().stream().map(Network::port).toList())
                      .map())));
    }

    return policies;
  }

  /** Its nodes come to one another at any port; people, and who asks by Java, log in. */
  private static Resource trino(Surroundings here, TrinoCluster trino) {
    int door = trino.certificate().isPresent() ? TRINO_HTTPS : TRINO_HTTP;

    return policy(
        here,
        "trino",
        TRINO,
        List.of(from(List.of(pods(TRINO))).map(), Body.of("ports", List.of(port(door))).map()));
  }

  static Resource server(ServerKind kind, Surroundings here) {
    List<Map<String, Object>> ports = List.of(port(kind.port()));
    Body rule =
        switch (kind.reach()) {
          case INSIDE -> from(List.of(pods(Map.of()))).with("ports", ports);
          case EVERYWHERE -> Body.of("ports", ports);
        };

    return policy(
        here,
        kind.label(),
        labels("app.kubernetes.io/component", kind.label()),
        List.of(rule.map()));
  }

  private static Map<String, Object> port(int port) {
    return Body.of("protocol", "TCP").with("port", port).map();
  }

  private static Body from(List<Map<String, Object>> peers) {
    return Body.of("from", peers);
  }

  private static Map<String, Object> pods(Map<String, Object> selector) {
    return Body.of("podSelector", selector).map();
  }

  private static Map<String, Object> labels(String label, String value) {
    return Body.of("matchLabels", Map.of(label, value)).map();
  }

  private static Resource policy(
      Surroundings here,
      String name,
      Map<String, Object> selector,
      List<Map<String, Object>> ingress) {
    Body spec =
        Body.of("podSelector", selector)
            .with("policyTypes", List.of("Ingress"))
            .with("ingress", ingress);

    return Resource.of(
        FOLDER, "networking.k8s.io/v1", "NetworkPolicy", here.metadata(name), "spec", spec.map());
  }
}
