package io.freshet.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.deploy.manifest.Resource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom the rendered policies of the network let in. */
class NetworkTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder;

  /** By name; whom each lets in at which ports. */
  private static Map<String, List<String>> letIn;

  private static Map<String, String> ofWhom;

  @BeforeAll
  static void render() throws Exception {
    letIn = new TreeMap<>();
    ofWhom = new TreeMap<>();
    for (Resource each : ExampleCompany.installation(3, folder).resources()) {
      if (each.kind().equals("NetworkPolicy")) {
        JsonNode spec = JSON.valueToTree(each.body().get("spec"));
        assertThat(spec.path("policyTypes"))
            .extracting(JsonNode::asText)
            .containsExactly("Ingress");
        ofWhom.put(each.name(), spec.path("podSelector").toString());
        letIn.put(
            each.name(),
            StreamSupport.stream(spec.path("ingress").spliterator(), false)
                .map(NetworkTest::rule)
                .toList());
      }
    }
  }

  @Test
  void letsNobodyInButWhomAServerNeeds() {
    assertThat(ofWhom).containsEntry("nobody", "{}");
    assertThat(letIn)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "nobody", List.of(),
                "catalog", List.of("its namespace to 8181"),
                "gateway", List.of("anybody to 8484"),
                "live", List.of("anybody to 8787"),
                "orders", List.of("its namespace to 8686"),
                "console", List.of("its namespace to 8989"),
                "lineage", List.of("its namespace to 8282"),
                "flink",
                    List.of(
                        "flink-native-kubernetes to any port",
                        "flink-kubernetes-operator of any namespace, console to 8081"),
                "spark", List.of("spark-role to any port")));
  }

  @Test
  void meansThePodsOfTheServerThatItIsNamedAfter() {
    ofWhom.forEach(
        (name, pods) -> {
          if (!List.of("nobody", "flink", "spark").contains(name)) {
            assertThat(pods)
                .isEqualTo(
                    "{\"matchLabels\":{\"app.kubernetes.io/component\":\"%s\"}}".formatted(name));
          }
        });
  }

  private static String rule(JsonNode rule) {
    List<String> peers =
        StreamSupport.stream(rule.path("from").spliterator(), false)
            .map(NetworkTest::peer)
            .toList();
    List<String> ports =
        StreamSupport.stream(rule.path("ports").spliterator(), false)
            .map(port -> port.path("port").asText())
            .toList();

    return "%s to %s"
        .formatted(
            rule.has("from") ? String.join(", ", peers) : "anybody",
            ports.isEmpty() ? "any port" : String.join(", ", ports));
  }

  private static String peer(JsonNode peer) {
    JsonNode pods = peer.path("podSelector");
    String who =
        pods.path("matchLabels").isObject()
            ? pods.path("matchLabels").elements().next().asText()
            : pods.at("/matchExpressions/0/key").asText("its namespace");

    return who + (peer.has("namespaceSelector") ? " of any namespace" : "");
  }
}
