package io.freshet.deploy.company;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesFileTest {
  private static final String SOUND =
      """
      company: dashline
      tls: mesh
      images: {registry: registry.example, version: 1.4.0}
      kafka: {bootstrap: "kafka:9092"}
      store: {warehouse: "s3://lake/warehouse", state: "s3://lake/flink", region: eu-central-1}
      settings: {registry.url: "http://registry"}
      pools: {writer: {parallelism: 2}}
      """;

  @TempDir private Path folder;

  @Test
  void readsWhatIsSetAndKnowsTheRest() throws IOException {
    CompanyValues values = read(SOUND);

    assertThat(values.images().of("catalog")).isEqualTo("registry.example/catalog:1.4.0");
    assertThat(values.pool("writer").parallelism()).isEqualTo(2);
    assertThat(values.pool("eta")).isEqualTo(CompanyValues.PoolSize.SMALL);
    assertThat(values.markets()).isEmpty();
    assertThat(values.kafka().cluster()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          version: 1.4.0 | version: latest | images.version is latest
          company: | compani: | company is not set
          tls: mesh | namespace: here | tls is not set; it must be mesh, where one encrypts between
          tls: mesh | tls: elsewhere | tls is elsewhere; it must be mesh, where one encrypts between
          bootstrap: | bootstrp: | kafka.bootstrap is not set
          region: | regoin: x, region: | store.regoin is no key; did you mean region?
          s3://lake/flink | /mnt/flink | store.state is /mnt/flink
          s3://lake/warehouse | gs://lake/warehouse | store.warehouse is gs://lake/warehouse
          parallelism: 2 | parallelism: many | pools.writer.parallelism is many
          parallelism: 2 | parallelism: 9 | pools.*.parallelism is 9
          parallelism: 2 | max-parallelism: 200 | pools.*.max-parallelism is 200
          parallelism: 2 | cpu: many | pools.writer.cpu is many
          parallelism: 2 | cpu: 0 | pools.*.cpu is 0.0
          registry.url | catalog.token | settings holds catalog.token, which is a secret
          http://registry | https://me:pw@registry | settings holds registry.url with a secret within
          http://registry | jdbc:postgresql://h/d?user=a&password=b | registry.url with a secret within
          http://registry | https://r/?access_key=b | registry.url: {secret: NAME, key: KEY}
          registry.url | catalog.properties.header.Authorization | Authorization, which is a secret
          registry.url | catalog.properties.adls.auth.shared-key.a.key | a.key, which is a secret
          registry.url | catalog.properties.adls.connection-string.a | string.a, which is a secret
          registry.url | catalog.credential | settings holds catalog.credential, which is a secret
          """)
  void saysWhatIsWrongAndWhere(String sound, String changed, String problem) {
    assertThatThrownBy(() -> read(SOUND.replace(sound, changed)))
        .isInstanceOf(FreshetException.class)
        .hasMessageContaining("values.yaml: ")
        .hasMessageContaining(problem);
  }

  /** As of a property that a variable brings. */
  @Test
  void takesTheKeyOfASecretWithoutAValue() throws IOException {
    String key = "catalog.properties.rest.auth.basic.password";

    assertThat(read(SOUND.replace("registry.url: \"http://registry\"", key + ": ''")).settings())
        .containsEntry(key, "");
  }

  @Test
  void printsNoSecretThatItFindsWithinAValue() {
    assertThatThrownBy(() -> read(SOUND.replace("http://registry", "http://me:hunter2@registry")))
        .hasMessageNotContaining("hunter2");
  }

  @ParameterizedTest
  @CsvSource({"often", "-1m", "500ms"})
  void refusesRoundsOfMaintenanceThatAreNone(String every) {
    assertThatThrownBy(() -> read(SOUND + "batch: {maintenance-every: %s}\n".formatted(every)))
        .isInstanceOf(FreshetException.class)
        .hasMessageContaining("batch.maintenance-every is " + every);
  }

  /** What would end a line of rights, or leave the words of a command. */
  @ParameterizedTest
  @ValueSource(strings = {"eta job", "eta;id", "$(id)", "eta\\n--add", "CN=eta", "äta", ""})
  void refusesUsersOfKafkaThatNeitherMapsNorShellsTakeAsTheyAre(String user) {
    String text = SOUND.replace("bootstrap:", "logins: {eta: {user: \"%s\"}}, bootstrap:");

    assertThatThrownBy(() -> read(text.formatted(user)))
        .isInstanceOf(FreshetException.class)
        .hasMessageContaining("values.yaml: kafka.logins.*.user is ")
        .hasMessageContaining("; it must be 1 to 200 letters, digits, dots, hyphens and under");
  }

  @Test
  void takesUsersOfKafkaOfAnyCaseWithDotsAndUnderscores() throws IOException {
    String text = SOUND.replace("bootstrap:", "logins: {eta: {user: Team.eta_1-a}}, bootstrap:");

    assertThat(read(text).kafka().logins().get("eta").password().secret())
        .isEqualTo("Team.eta_1-a");
  }

  private CompanyValues read(String text) throws IOException {
    Path file = folder.resolve("values.yaml");
    Files.writeString(file, text);

    return ValuesFile.read(file);
  }
}
