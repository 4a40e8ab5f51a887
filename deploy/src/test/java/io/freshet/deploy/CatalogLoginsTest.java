package io.freshet.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.contract.Contracts;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.deploy.manifest.Resource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As whom the example's processes come to a catalog that gives its clients logins. */
class CatalogLoginsTest {
  private static final String TOKEN = "  catalog.token: {secret: freshet-catalog, key: token}\n";
  private static final String CREDENTIAL =
      "  catalog.credential: {secret: freshet-catalog, key: credential}\n";
  private static final String SECRET =
      "  catalog-logins.secret: {secret: freshet-catalog, key: logins}\n";
  private static final String FILE =
      "  catalog-logins.file: /opt/freshet/mounts/clients/clients.yaml\n";
  private static final String MOUNT =
      "  - {name: clients, config-map: catalog-clients, processes: [catalog]}\n";

  @TempDir private static Path shipped;
  private static Contracts contracts;

  @TempDir private Path folder;

  @BeforeAll
  static void read() throws IOException {
    contracts = ExampleCompany.contracts(0, shipped);
  }

  @Test
  void needNoTokenThatOpensEverything() throws IOException {
    List<Resource> resources =
        resources(
            text ->
                text.replace(TOKEN, CREDENTIAL + SECRET)
                    .replace("settings:\n", "settings:\n" + FILE)
                    .replace("mounts:\n", "mounts:\n" + MOUNT));

    assertThat(ExampleCompany.text(resources, "Deployment", "catalog"))
        .contains("FRESHET_CATALOG_LOGINS_SECRET")
        .doesNotContain("FRESHET_CATALOG_TOKEN");
    for (String[] client :
        new String[][] {{"Deployment", "console"}, {"FlinkDeployment", "writer"}}) {
      assertThat(ExampleCompany.text(resources, client[0], client[1]))
          .as(client[1])
          .contains("FRESHET_CATALOG_CREDENTIAL")
          .doesNotContain("FRESHET_CATALOG_TOKEN", "FRESHET_CATALOG_LOGINS_SECRET");
    }
  }

  @Test
  void areRefusedWhereTheCatalogWouldKnowNobody() {
    assertThatThrownBy(() -> resources(text -> text.replace(TOKEN, CREDENTIAL)))
        .isInstanceOf(FreshetException.class)
        .hasMessageEndingWith(
            " does not start without catalog.token; name the Secret that holds it under secrets");
  }

  private List<Resource> resources(UnaryOperator<String> change) throws IOException {
    return new Installation(ExampleCompany.values(folder, change), contracts, List.of())
        .resources();
  }
}
