package io.freshet.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.contract.Contracts;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.deploy.company.CompanyValues;
import io.freshet.deploy.manifest.Manifests;
import io.freshet.deploy.manifest.Policy;
import io.freshet.deploy.manifest.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The job that applies the example's contracts before its applications start. */
class ContractApplyTest {
  private static final String WAVE = "argocd.argoproj.io/sync-wave: '%s'";

  @TempDir private Path folder;
  @TempDir private Path other;
  private Contracts contracts;

  @BeforeEach
  void read() throws IOException {
    contracts = ExampleCompany.contracts(0, folder);
  }

  @Test
  void isTheSameOneForTheSameContractsAndAnotherForOthers() throws IOException {
    String name = job(ExampleCompany.values()).name();
    Path file = folder.resolve("markets.yaml");
    Files.writeString(file, Files.readString(file) + "# another word\n");
    contracts = Contracts.read(folder);

    assertThat(name).matches("contract-apply-[0-9a-f]{16}");
    assertThat(job(ExampleCompany.values()).name()).isNotEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({"version: \"1.4.0\", version: \"1.4.1\"", "redis.tls: true, redis.tls: false"})
  void isAnotherOneForAnotherVersionOrOtherSettings(String text, String changed)
      throws IOException {
    assertThat(job(ExampleCompany.values(other, text, changed)).name())
        .isNotEqualTo(job(ExampleCompany.values()).name());
  }

  @Test
  void meansTheContractsThatItMounts() throws IOException {
    String job = Manifests.text(job(ExampleCompany.values()).body());

    assertThat(job).contains("- --digest\n", "- " + contracts.digest() + "\n");
    contracts.all().stream()
        .filter(contract -> contracts.text(contract).isPresent())
        .forEach(
            contract ->
                assertThat(job).contains("name: contract-" + contract.name().replace('_', '-')));
  }

  @Test
  void holdsNoMoreSecretsThanItNeeds() throws IOException {
    String job = Manifests.text(job(ExampleCompany.values()).body());

    assertThat(job)
        .contains("FRESHET_CATALOG_TOKEN", "secretName: contract-apply")
        .doesNotContain("POSTGRES", "REDIS", "S3_", "GATEWAY");
    assertThat(job).contains("automountServiceAccountToken: false");
  }

  /** Whoever applies contracts changes the rules for all. */
  @Test
  void isNotedInALogThatOutlivesIt() throws IOException {
    List<Resource> resources = resources(ExampleCompany.values());
    String job = Manifests.text(job(ExampleCompany.values()).body());

    assertThat(job)
        .containsPattern("name: FRESHET_AUDIT_PATH\\s+value: /var/freshet/audit/commands.ndjson\n")
        .containsPattern("name: JDK_JAVA_OPTIONS\\s+value: -Duser.name=contract-apply\n")
        .containsPattern("name: audit\\s+mountPath: /var/freshet/audit\n")
        .contains("claimName: freshet-audit");
    assertThat(ExampleCompany.text(resources, "PersistentVolumeClaim", "freshet-audit"))
        .contains("ReadWriteMany", WAVE.formatted("1"));
  }

  @Test
  void shapesTopicsAndNeitherReadsNorWritesNorDeletesThem() throws IOException {
    String user =
        ExampleCompany.text(resources(ExampleCompany.values()), "KafkaUser", "contract-apply");

    assertThat(user)
        .contains("name: order_events", "- Create", "- Alter\n", "- AlterConfigs")
        .doesNotContain("- Read", "- Write", "- Delete", "type: group", "type: cluster");
  }

  @ParameterizedTest
  @CsvSource({
    "Deployment, console, 2",
    "StatefulSet, gateway-oslo, 2",
    "FlinkDeployment, writer, 2",
    "SparkApplication, maintenance, 2",
    "ScheduledSparkApplication, nightly-orders-history, 2",
    "PersistentVolumeClaim, freshet-receipts, 2"
  })
  void comesBeforeWhoeverMeetsWhatItMakes(String kind, String name, String wave)
      throws IOException {
    List<Resource> resources = resources(ExampleCompany.values());

    assertThat(ExampleCompany.text(resources, kind, name)).contains(WAVE.formatted(wave));
    assertThat(Manifests.text(job(ExampleCompany.values()).body())).contains(WAVE.formatted("1"));
  }

  @ParameterizedTest
  @CsvSource({
    "Deployment, catalog",
    "Service, catalog",
    "ConfigMap, freshet-profile",
    "ConfigMap, contract-markets",
    "KafkaTopic, markets",
    "KafkaUser, contract-apply",
    "ServiceAccount, contract-apply"
  })
  void comesAfterWhatItNeeds(String kind, String name) throws IOException {
    assertThat(ExampleCompany.text(resources(ExampleCompany.values()), kind, name))
        .doesNotContain("sync-wave");
  }

  /** What a retry may help is tried again, what it can't is not. */
  @Test
  void failsAtOnceWhereTheContractsAreToBlame() throws IOException {
    Map<?, ?> spec = (Map<?, ?>) job(ExampleCompany.values()).body().get("spec");

    assertThat(spec.get("backoffLimit")).isEqualTo(6);
    assertThat(spec.get("podFailurePolicy"))
        .asString()
        .contains("action=FailJob", "operator=In, values=[1, 2]", "action=Ignore")
        .doesNotContain("75");
    assertThat(spec.get("template")).asString().contains("FallbackToLogsOnError");
  }

  @Test
  void holdsToThePolicy() throws IOException {
    assertThat(Policy.findings(List.of(job(ExampleCompany.values())))).isEmpty();
  }

  @Test
  void needsALoginWhereKafkaAsksAndNobodyMakesUsers() {
    assertThatThrownBy(
            () ->
                resources(
                    ExampleCompany.values(
                        other,
                        "  cluster: lake\n",
                        "  logins: {gateway: {user: g}, flink: {user: f}, spark: {user: s}}\n")))
        .isInstanceOf(FreshetException.class)
        .hasMessageContaining("console, contract-apply would have none");
  }

  private Resource job(CompanyValues values) {
    return resources(values).stream()
        .filter(resource -> resource.kind().equals("Job"))
        .findFirst()
        .orElseThrow();
  }

  private List<Resource> resources(CompanyValues values) {
    return new Installation(values, contracts, List.of()).resources();
  }
}
