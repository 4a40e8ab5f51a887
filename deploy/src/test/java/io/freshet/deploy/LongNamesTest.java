package io.freshet.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.contract.Contracts;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.deploy.company.SqlApplication;
import io.freshet.deploy.manifest.Policy;
import io.freshet.deploy.manifest.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contracts with names as long as one may have. */
class LongNamesTest {
  private static final String SIGNAL = "signal_of_" + "a".repeat(90);
  private static final String HISTORY = "history_of_" + "a".repeat(89);

  @TempDir private static Path folder;
  @TempDir private static Path elsewhere;
  private static List<Resource> resources;

  @BeforeAll
  static void render() throws IOException {
    ExampleCompany.contracts(0, folder);
    String orders = Files.readString(folder.resolve("orders_history.yaml"));
    Files.writeString(folder.resolve(HISTORY + ".yaml"), orders.replace("orders_history", HISTORY));
    int ofItsOwn = 20;
    Files.writeString(folder.resolve(SIGNAL + ".yaml"), ExampleCompany.contract(SIGNAL, ofItsOwn));
    resources =
        new Installation(
                ExampleCompany.values(
                    elsewhere,
                    text ->
                        text.replaceFirst("(?m)^  catalog.token: .*$", "")
                            .replace(
                                "secrets:\n",
                                "catalog: {clients: c}\nsecrets:\n"
                                    + "  catalog-logins.secret: {secret: c, key: s}\n")),
                Contracts.read(folder),
                List.of(ExampleCompany.surge()))
            .resources();
  }

  @Test
  void giveWhatComesOfThemNamesThatOperatorsTake() {
    assertThat(Policy.findings(resources)).isEmpty();
  }

  /** Its user of Kafka and its client of the catalog, too. */
  @Test
  void nameAProcessTheSameEverywhere() {
    String writer = named("FlinkDeployment", "writer-signal-of-");
    String nightly = named("ScheduledSparkApplication", "nightly-history-of-");

    assertThat(writer).hasSize(45);
    assertThat(nightly).hasSize(43);
    assertThat(named("KafkaUser", "writer-signal-of-")).isEqualTo(writer);
    assertThat(ExampleCompany.text(resources, "ConfigMap", "freshet-catalog-clients"))
        .contains(" %s:\n".formatted(writer), " %s:\n".formatted(nightly));
  }

  private static String named(String kind, String begin) {
    return resources.stream()
        .filter(each -> each.kind().equals(kind) && each.name().startsWith(begin))
        .map(Resource::name)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void areRefusedOfApplicationsWhoseStateBearsThem() {
    String name = "a".repeat(42);

    assertThatThrownBy(
            () -> new SqlApplication(name, "1", 1, List.of(), List.of(), List.of(), Map.of()))
        .isInstanceOf(FreshetException.class)
        .hasMessageContaining("has a name of 42 characters; Flink's operator takes 41 at most");
  }
}
