package io.freshet.deploy.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.Yaml;

class PolicyTest {
  private static final String SOUND =
      """
      kind: Deployment
      metadata: {name: catalog}
      spec:
        template:
          spec:
            securityContext: {runAsNonRoot: true, runAsUser: 10001}
            containers:
              - name: catalog
                image: registry.example/catalog:1.4.0
                env: [{name: FRESHET_PROFILE, value: /profile.yaml}]
                resources: {limits: {cpu: 1, memory: 1Gi}}
                securityContext:
                  allowPrivilegeEscalation: false
                  privileged: false
                  readOnlyRootFilesystem: true
                  capabilities: {drop: [ALL]}
      """;

  @Test
  void findsNothingWhereAllIsWell() {
    assertThat(findings(SOUND)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          runAsUser: 10001| runAsUser: 0| may run as root
          runAsNonRoot: true,| | may run as root
          privileged: false| privileged: true| is not confined
          allowPrivilegeEscalation: false| allowPrivilegeEscalation: true| is not confined
          readOnlyRootFilesystem: true| readOnlyRootFilesystem: false| is not confined
          drop: [ALL]| drop: [NET_RAW]| is not confined
          memory: 1Gi| storage: 1Gi| has no limits
          catalog:1.4.0| catalog:latest| has an image whose tag moves
          catalog:1.4.0| catalog| has an image whose tag moves
          FRESHET_PROFILE| FRESHET_CATALOG_TOKEN| holds a secret in plain sight
          kind: Deployment| kind: Secret| is a Secret
          """)
  void findsWhatMustNotBe(String sound, String changed, String finding) {
    String text = SOUND.replace(sound, changed == null ? "" : changed);

    assertThat(findings(text)).singleElement().asString().startsWith("test/").contains(finding);
  }

  @Test
  void findsWhoReachesIntoTheMachine() {
    assertThat(findings("kind: Pod\nmetadata: {name: a}\nspec: {hostNetwork: true}\n"))
        .containsExactly("test/pod-a.yaml reaches into the machine: hostNetwork");
  }

  /** What an operator names after it would be too long, and only the cluster would show it. */
  @ParameterizedTest
  @CsvSource({
    "FlinkDeployment, 46, may have 45",
    "ScheduledSparkApplication, 44, may have 43",
    "Service, 64, may have 63"
  })
  void findsANameThatItsOperatorRefuses(String kind, int length, String finding) {
    assertThat(
            findings(
                "kind: %s\nmetadata: {name: %s}\nspec: {}\n".formatted(kind, "n".repeat(length))))
        .singleElement()
        .asString()
        .contains("has a name of %d characters".formatted(length), finding);
  }

  @Test
  void findsALabelThatKubernetesRefuses() {
    assertThat(
            findings(
                "kind: ConfigMap\nmetadata: {name: a, labels: {of: %s}}\n"
                    .formatted("n".repeat(64))))
        .containsExactly(
            "test/configmap-a.yaml has a label of of 64 characters, where one may have 63");
  }

  @Test
  void findsAMapThatKubernetesRefuses() {
    Resource map =
        new Resource(
            "test",
            Map.of(
                "kind",
                "ConfigMap",
                "metadata",
                Map.of("name", "large"),
                "data",
                Map.of("plan.json", "x".repeat(1_100_000))));

    assertThat(Policy.findings(List.of(map)))
        .containsExactly(
            "test/configmap-large.yaml is larger than Kubernetes takes; split what it holds");
  }

  private static List<String> findings(String yaml) {
    return Policy.findings(List.of(new Resource("test", new Yaml().load(yaml))));
  }
}
