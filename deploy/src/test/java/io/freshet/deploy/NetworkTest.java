package io.freshet.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.contract.Contracts;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.deploy.company.CompanyValues;
import io.freshet.deploy.manifest.Resource;
import io.freshet.deploy.platform.ServerKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whom the rendered policies of the network let in. */
class NetworkTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder;
  private static Contracts contracts;
  private static Map<String, JsonNode> rendered;

  @BeforeAll
  static void render() throws Exception {
    contracts = ExampleCompany.contracts(3, folder);
    rendered = policies(ExampleCompany.values());
  }

  /** What each says, by its name. */
  private static Map<String, JsonNode> policies(CompanyValues values) {
    Map<String, JsonNode> policies = new TreeMap<>();
    for (Resource each :
        new Installation(values, contracts, List.of(ExampleCompany.surge())).resources()) {
      if (each.kind().equals("NetworkPolicy")) {
        JsonNode spec = JSON.valueToTree(each.body().get("spec"));
        assertThat(spec.path("policyTypes"))
            .extracting(JsonNode::asText)
            .containsExactly("Ingress");
        policies.put(each.name(), spec);
      }
    }

    return policies;
  }

  private static String ofWhom(JsonNode policy) {
    return policy.path("podSelector").toString();
  }

  /** Whom it lets in at which ports. */
  private static List<String> letIn(JsonNode policy) {
    return StreamSupport.stream(policy.path("ingress").spliterator(), false)
        .map(NetworkTest::rule)
        .toList();
  }

  @Test
  void letsNobodyInButWhomAServerNeeds() {
    Map<String, List<String>> letIn = new TreeMap<>();
    rendered.forEach((name, policy) -> letIn.put(name, letIn(policy)));

    assertThat(ofWhom(rendered.get("nobody"))).isEqualTo("{}");
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
                "spark", List.of("spark-role to any port"),
                "registry", List.of("its namespace to 8080")));
  }

  @Test
  void meansThePodsOfTheServerThatItIsNamedAfter() {
    rendered.forEach(
        (name, policy) -> {
          if (ServerKind.labelled(name).isPresent()) {
            assertThat(ofWhom(policy))
                .isEqualTo(
                    "{\"matchLabels\":{\"app.kubernetes.io/component\":\"%s\"}}".formatted(name));
          }
        });
  }

  /** Else gateway and writers could not ask for a schema of a registry in their namespace. */
  @Test
  void letsPodsReachWhatElseOfTheCompanysIsThere() {
    assertThat(ofWhom(rendered.get("registry")))
        .isEqualTo("{\"matchLabels\":{\"app.kubernetes.io/name\":\"registry\"}}");
  }

  @Test
  void letsTrinosNodesReachOneAnotherAndPeopleReachTrino(@TempDir Path other) throws Exception {
    String trino = "trino: {issuer: \"https://id.example\", client: t, secret: t%s}\nmounts:\n";

    JsonNode behindAnIngress =
        policies(ExampleCompany.values(other, "mounts:\n", trino.formatted(""))).get("trino");
    JsonNode withACertificate =
        policies(ExampleCompany.values(other, "mounts:\n", trino.formatted(", certificate: c")))
            .get("trino");

    assertThat(ofWhom(behindAnIngress))
        .isEqualTo("{\"matchLabels\":{\"app.kubernetes.io/name\":\"trino\"}}");
    assertThat(letIn(behindAnIngress)).containsExactly("trino to any port", "anybody to 8080");
    assertThat(letIn(withACertificate)).containsExactly("trino to any port", "anybody to 8443");
  }

  @Test
  void letsANamespaceInThatTheCompanyNames(@TempDir Path other) throws Exception {
    JsonNode catalog =
        policies(ExampleCompany.values(other, "    # - {name: trino-to", "    - {name: trino-to"))
            .get("trino-to-catalog");

    assertThat(ofWhom(catalog)).contains("\"app.kubernetes.io/component\":\"catalog\"");
    assertThat(letIn(catalog)).containsExactly("namespace trino to 8181");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          'pods: {app.kubernetes.io/name: registry}' | 'pods: {}' | network.also.registry.pods is {}
          'ports: [8080]' | 'ports: []' | network.also.registry.ports is []; it must be
          'ports: [8080]' | 'ports: [http]' | network.also[].ports[] is http; it must be a whole
          name: registry, pods | name: catalog, pods | both NetworkPolicy catalog; give one of them
          name: registry, pods | name: a, nam: b, pods | network.also[].nam is no key
          """)
  void refusesWhatLetsInOtherThanItSays(
      String text, String changed, String problem, @TempDir Path other) {
    assertThatThrownBy(() -> policies(ExampleCompany.values(other, text, changed)))
        .isInstanceOf(FreshetException.class)
        .hasMessageContaining(problem);
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
    if (!peer.has("podSelector")) {
      return "namespace " + peer.at("/namespaceSelector/matchLabels").elements().next().asText();
    }
    JsonNode pods = peer.path("podSelector");
    String who =
        pods.path("matchLabels").isObject()
            ? pods.path("matchLabels").elements().next().asText()
            : pods.at("/matchExpressions/0/key").asText("its namespace");

    return who + (peer.has("namespaceSelector") ? " of any namespace" : "");
  }
}
