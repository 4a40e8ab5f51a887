package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** That docs/compatibility.md promises nothing that no test holds, unless it says so. */
class CompatibilityTest {
  private static final String PROMISES = "| Promise |";

  private static String page;

  @BeforeAll
  static void reads() throws IOException {
    page = NamedTests.page("docs/compatibility.md");
  }

  @Test
  void namesTestsThatAreThere() throws IOException {
    assertThat(NamedTests.ofTheProject().absent(page)).isEmpty();
  }

  @Test
  void namesATestForEachPromiseOrSaysThatNoneHoldsIt() {
    assertThat(NamedTests.rows(page, PROMISES))
        .hasSizeGreaterThan(20)
        .allMatch(promise -> NamedTests.namesAnyOrSays(promise, "**not held**"));
  }

  /** Whoever upgrades looks there first. */
  @Test
  void hasAnEntryOfChangesForTheVersionThatIsBuilt() throws IOException {
    String version =
        NamedTests.page("pom.xml")
            .replaceAll("(?s).*<artifactId>freshet</artifactId>\\s*<version>([\\d.]+).*", "$1");

    assertThat(NamedTests.page("CHANGELOG.md").lines())
        .anyMatch(line -> line.matches("## %s( .*)?".formatted(version.replace(".", "\\."))));
  }
}
