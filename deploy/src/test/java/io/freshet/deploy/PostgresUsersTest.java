package io.freshet.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.deploy.manifest.Manifests;
import io.freshet.deploy.manifest.Policy;
import io.freshet.deploy.manifest.Resource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that come to Postgres as users of their own. */
class PostgresUsersTest {
  private static final String SHARED =
      "  postgres.password: {secret: freshet-postgres, key: password}\n";
  private static final String VARIABLE = "POSTGRES_PASSWORD";
  private static final List<String> PARTS = List.of("catalog", "orders", "live", "lineage");

  @TempDir private Path contracts;
  @TempDir private Path folder;

  @Test
  void tellsNoServerThePasswordOfAnother() throws IOException {
    List<Resource> resources = with(PARTS, "");

    for (String part : PARTS) {
      assertThat(ExampleCompany.text(resources, "Deployment", part))
          .contains("FRESHET_%s_POSTGRES_PASSWORD".formatted(part.toUpperCase(Locale.ROOT)))
          .satisfies(text -> assertThat(text.split(VARIABLE, -1)).hasSize(2));
    }
    assertThat(
            resources.stream()
                .filter(each -> Manifests.text(each.body()).contains(VARIABLE))
                .map(Resource::name))
        .containsExactlyInAnyOrderElementsOf(PARTS);
    assertThat(Policy.findings(resources)).isEmpty();
  }

  /** The one that the internet reaches has the rights of one database. */
  @Test
  void keepsTheSharedPasswordFromWhomeverHasTheirOwn() throws IOException {
    List<Resource> resources = with(List.of("live"), SHARED);

    assertThat(ExampleCompany.text(resources, "Deployment", "live"))
        .contains("FRESHET_LIVE_POSTGRES_PASSWORD")
        .doesNotContain("FRESHET_POSTGRES_PASSWORD");
    assertThat(ExampleCompany.text(resources, "Deployment", "orders"))
        .contains("FRESHET_POSTGRES_PASSWORD");
  }

  private List<Resource> with(List<String> parts, String shared) throws IOException {
    String users =
        parts.stream()
            .map(part -> "  %1$s.postgres-user: freshet_%1$s\n".formatted(part))
            .collect(Collectors.joining());
    String passwords =
        Stream.concat(
                parts.stream()
                    .map(
                        part ->
                            "  %1$s.postgres-password: {secret: postgres-%1$s, key: password}\n"
                                .formatted(part)),
                Stream.of(shared))
            .collect(Collectors.joining());

    return new Installation(
            ExampleCompany.values(
                folder,
                example ->
                    example
                        .replace("  postgres.user: freshet\n", users + "  postgres.user: freshet\n")
                        .replace(SHARED, passwords)),
            ExampleCompany.contracts(0, contracts),
            List.of(ExampleCompany.surge()))
        .resources();
  }
}
