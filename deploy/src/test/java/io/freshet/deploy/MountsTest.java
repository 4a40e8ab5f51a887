package io.freshet.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.contract.Contracts;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.deploy.company.Mount;
import io.freshet.deploy.manifest.Policy;
import io.freshet.deploy.manifest.Resource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that settings name, and the doors and JVMs that they are for. */
class MountsTest {
  private static final String FIRST =
      "  - {name: authorities, config-map: dashline-authorities,"
          + " processes: [gateway, console, flink, spark, contract-apply]}\n";
  private static final String CATALOGS_DOOR =
      """
      settings:
        catalog.tls.certificate: /opt/freshet/mounts/catalog-door/tls.crt
        catalog.tls.key: /opt/freshet/mounts/catalog-door/tls.key
      """;
  private static final String DOOR =
      FIRST + "  - {name: catalog-door, secret: catalog-tls, processes: [catalog]}\n";

  @TempDir private static Path shipped;
  private static Contracts contracts;

  @TempDir private Path folder;

  @BeforeAll
  static void read() throws IOException {
    contracts = ExampleCompany.contracts(0, shipped);
  }

  @Test
  void mountsForTheProcessesThatAreNamedAndNoOthers() throws IOException {
    List<Resource> resources = with(FIRST, FIRST);

    for (String[] named :
        new String[][] {
          {"StatefulSet", "gateway-oslo"},
          {"Deployment", "console"},
          {"FlinkDeployment", "app-surge"},
          {"SparkApplication", "maintenance"}
        }) {
      assertThat(ExampleCompany.text(resources, named[0], named[1]))
          .as(named[1])
          .contains("mountPath: /opt/freshet/mounts/authorities", "name: dashline-authorities");
    }
    assertThat(ExampleCompany.text(resources, "Deployment", "orders"))
        .doesNotContain("authorities");
  }

  @Test
  void mountsForAllWhereNobodyIsNamed() throws IOException {
    List<Resource> resources = with(FIRST, FIRST.replaceFirst(", processes: .*", "}"));

    assertThat(ExampleCompany.text(resources, "Deployment", "orders"))
        .contains("mountPath: /opt/freshet/mounts/authorities");
  }

  @Test
  void letsNobodyButThePodsGroupReadASecret() throws IOException {
    List<Resource> resources = with(FIRST, DOOR);

    assertThat(ExampleCompany.text(resources, "Deployment", "catalog"))
        .contains(
            """
                  - name: mount-catalog-door
                    secret:
                      secretName: catalog-tls
                      defaultMode: 288
            """);
    assertThat(Policy.findings(resources)).isEmpty();
  }

  @Test
  void mountsAClaimToReadOnly() throws IOException {
    List<Resource> resources =
        with(
            FIRST,
            FIRST
                + "  - {name: sets, claim: training-sets, path: /opt/freshet/mounts/a/b,"
                + " processes: [console]}\n");

    assertThat(ExampleCompany.text(resources, "Deployment", "console"))
        .contains(
            """
                    persistentVolumeClaim:
                      claimName: training-sets
                      readOnly: true
            """,
            """
                      mountPath: /opt/freshet/mounts/a/b
                      readOnly: true
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          name: authorities | name: Authorities | mounts[].name is Authorities;
          config-map: dashline-authorities | config-map: a/b | mounts.authorities.config-map is a/b
          config-map: dashline-authorities, | '' | mounts.authorities names 0 objects to mount
          config-map: dashline-authorities, | config-map: a, secret: b, | names 2 objects to mount
          config-map: dashline-authorities, | config-map: a, pth: b, | mounts[].pth is no key
          [gateway, console | [gatewy, console | names gatewy, which is no process of this
          name: authorities, | name: authorities, path: /etc/ssl, | authorities.path is /etc/ssl;
          name: authorities, | name: authorities, path: ROOT/../lib, | path is ROOT/../lib;
          name: authorities, | name: authorities, path: ROOT, | below ROOT
          'mounts:\\n' | 'mounts:\\n  - {name: authorities, secret: a, path: ROOT/a}\\n' | two of
          'mounts:\\n' | 'mounts:\\n  - {name: b, secret: a, path: ROOT/authorities}\\n' | lie at
          'mounts:\\n' | 'mounts:\\n  - {name: b, secret: a, path: ROOT/authorities/a}\\n' | lie at
          authorities/ca.crt | b/ca.crt | ROOT/b/ca.crt, which is mounted nowhere in console
          authorities/ca.crt | authorities/../ca.crt | settings.kafka.tls.truststore is
          ROOT/authorities/ca.crt | ca.crt | settings.kafka.tls.truststore is ca.crt
          flink, spark, contract-apply] | flink, contract-apply] | mounted nowhere in nightly-
          'settings:\\n' | 'settings:\\n  live.maps: ROOT/authorities\\n' | nowhere in live;
          'settings:\\n' | 'settings:\\n  trino.certificate: /opt/t.pem\\n' | nowhere in console;
          'settings:\\n' | 'settings:\\n  any.folder: /opt/x\\n' | nowhere in any process;
          'mounts:\\n' | 'trust-store: /opt/t.jks\\nmounts:\\n' | trust-store is /opt/t.jks;
          ROOT/postgres/ca.crt | /opt/ca.crt | sslrootcert of settings.postgres.url is /opt/ca.crt,
          ROOT/postgres/ca.crt | a&sslkey=%2Fb | sslkey of settings.postgres.url is /b, which is
          [catalog, orders, live, lineage] | [catalog, orders, live] | mounted nowhere in lineage;
          sslmode=verify-full& | '' | settings.postgres.url does not say whether it asks for TLS;
          '?sslmode=verify-full&' | '?ssl=false&' | does not say whether it asks for TLS;
          'mounts:\\n' | 'trust-store: ROOT/t/t.jks\\nmounts:\\n' | which is mounted nowhere in
          """)
  void saysWhatNoPodWouldFind(String text, String changed, String problem) {
    assertThatThrownBy(() -> with(whole(text), whole(changed)))
        .isInstanceOfSatisfying(
            FreshetException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CALLER))
        .hasMessageContaining(whole(problem));
  }

  private static String whole(String text) {
    return text.replace("\\n", "\n").replace("ROOT", Mount.ROOT);
  }

  @Test
  void leavesAloneWhatPodsHaveAnyway() throws IOException {
    List<Resource> resources =
        with("settings:\n", "settings:\n  receipts.path: /var/freshet/receipts/lake\n");

    assertThat(ExampleCompany.text(resources, "ConfigMap", "freshet-profile"))
        .contains("receipts.path: /var/freshet/receipts/lake");
  }

  /** A mesh may encrypt, and the name of who answers is then no matter of ours. */
  @ParameterizedTest
  @ValueSource(strings = {"sslmode=disable", "ssl=true", "sslmode=require&ApplicationName=a"})
  void leavesToTheCompanyHowPostgresIsReached(String parameters) throws IOException {
    String example = "sslmode=verify-full&sslrootcert=/opt/freshet/mounts/postgres/ca.crt";

    assertThat(ExampleCompany.text(with(example, parameters), "ConfigMap", "freshet-profile"))
        .contains("/postgres?" + parameters);
  }

  @Test
  void mountsTheAuthorityOfPostgresWhereItIsReadAlone() throws IOException {
    List<Resource> resources = with(FIRST, FIRST);

    assertThat(ExampleCompany.text(resources, "Deployment", "catalog"))
        .contains("mountPath: /opt/freshet/mounts/postgres");
    assertThat(ExampleCompany.text(resources, "StatefulSet", "gateway-oslo"))
        .doesNotContain("mounts/postgres");
  }

  @Test
  void speaksHttpsToAServerThatHasACertificate() throws IOException {
    List<Resource> resources = withTheCatalogsDoor();

    assertThat(ExampleCompany.text(resources, "ConfigMap", "freshet-profile"))
        .contains("catalog.uri: https://catalog.freshet.svc:8181")
        .contains("lineage.url: http://lineage.freshet.svc:8282")
        .contains("orders.tls.terminated-elsewhere")
        .doesNotContain("catalog.tls.terminated-elsewhere");
  }

  /** Whoever looks at the network of the cluster would read the tokens of all. */
  @Test
  void tellsNoServerThatOthersSpeakTlsUnlessTheCompanySaysSo() throws IOException {
    assertThatThrownBy(() -> with("tls: mesh", "tls: ingress"))
        .isInstanceOf(FreshetException.class)
        .hasMessage(
            "tls is ingress, so nothing would encrypt what is sent to catalog, orders, lineage, such"
                + " as tokens; name certificates among settings, as catalog.tls.certificate and"
                + " catalog.tls.key, or say tls: mesh where one encrypts between pods");
    assertThatThrownBy(() -> with("tls: mesh", "tls: certificates"))
        .hasMessageContaining("sent to catalog, gateway, orders, live, lineage, console, such as");
  }

  @Test
  void tellsServersBehindAnIngressThatItSpeaksTlsAndNoOthers() throws IOException {
    String others =
        (CATALOGS_DOOR.replace("catalog.tls", "orders.tls")
                + CATALOGS_DOOR.replace("catalog.tls", "lineage.tls"))
            .replace("settings:\n", "");
    String profile =
        ExampleCompany.text(
            new Installation(
                    ExampleCompany.values(
                        folder,
                        text ->
                            text.replace("tls: mesh", "tls: ingress")
                                .replace("settings:\n", CATALOGS_DOOR + others)
                                .replace(
                                    FIRST,
                                    DOOR.replace("[catalog]", "[catalog, orders, lineage]"))),
                    contracts,
                    List.of())
                .resources(),
            "ConfigMap",
            "freshet-profile");

    assertThat(profile)
        .contains(
            "gateway.tls.terminated-elsewhere: true",
            "live.tls.terminated-elsewhere: true",
            "console.tls.terminated-elsewhere: true",
            "catalog.uri: https://")
        .doesNotContain("catalog.tls.terminated-elsewhere");
  }

  @Test
  void asksByHttpsWhetherAServerThatHasACertificateIsReady() throws IOException {
    List<Resource> resources = withTheCatalogsDoor();

    assertThat(ExampleCompany.text(resources, "Deployment", "catalog")).contains("scheme: HTTPS");
    assertThat(ExampleCompany.text(resources, "Deployment", "orders")).doesNotContain("scheme:");
  }

  @Test
  void saysThatTheConsolesLoginIsElsewhereUnlessAProviderIsNamed() throws IOException {
    String login =
        """
        settings:
          console.oidc.issuer: https://id.dashline.example
          console.oidc.client: freshet-console
          console.oidc.redirect: https://freshet.dashline.example/login/callback
          console.oidc.may-see: data
        """;
    String secret = "  console.oidc.secret: {secret: freshet-console, key: oidc}\n";
    List<Resource> known =
        new Installation(
                ExampleCompany.values(
                    folder,
                    text ->
                        text.replace("settings:\n", login)
                            .replace("secrets:\n", "secrets:\n" + secret)),
                contracts,
                List.of())
            .resources();

    assertThat(ExampleCompany.text(known, "ConfigMap", "freshet-profile"))
        .doesNotContain("console.login.elsewhere");
    assertThat(ExampleCompany.text(known, "Deployment", "console"))
        .contains("FRESHET_CONSOLE_OIDC_SECRET", "secretKeyRef");
    assertThat(ExampleCompany.text(known, "Deployment", "orders")).doesNotContain("OIDC");
    assertThat(ExampleCompany.text(with(FIRST, FIRST), "ConfigMap", "freshet-profile"))
        .contains("console.login.elsewhere: true");
  }

  @Test
  void tellsEnginesWhomToTrust() throws IOException {
    String option = "-Djavax.net.ssl.trustStore=/opt/freshet/mounts/authorities/t.jks";
    List<Resource> resources =
        with("mounts:\n", "trust-store: /opt/freshet/mounts/authorities/t.jks\nmounts:\n");

    assertThat(ExampleCompany.text(resources, "FlinkDeployment", "writer"))
        .contains("=ALL-UNNAMED " + option);
    assertThat(ExampleCompany.text(resources, "SparkApplication", "maintenance"))
        .contains(
            "spark.driver.extraJavaOptions: " + option,
            "spark.executor.extraJavaOptions: " + option);
  }

  private List<Resource> withTheCatalogsDoor() throws IOException {
    return new Installation(
            ExampleCompany.values(
                folder, text -> text.replace("settings:\n", CATALOGS_DOOR).replace(FIRST, DOOR)),
            contracts,
            List.of())
        .resources();
  }

  private List<Resource> with(String text, String changed) throws IOException {
    return new Installation(
            ExampleCompany.values(folder, text, changed),
            contracts,
            List.of(ExampleCompany.surge()))
        .resources();
  }
}
