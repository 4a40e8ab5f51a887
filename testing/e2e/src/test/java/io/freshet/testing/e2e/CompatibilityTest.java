package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** That docs/compatibility.md promises nothing that no test holds, unless it says so. */
class CompatibilityTest {
  private static final Path PAGE = NamedTests.PROJECT.resolve("docs/compatibility.md");
  private static final Path CHANGES = NamedTests.PROJECT.resolve("CHANGELOG.md");
  private static final String PROMISES = "| Promise |";

  private static String page;

  @BeforeAll
  static void reads() throws IOException {
    page = Files.readString(PAGE);
  }

  @Test
  void namesTestsThatAreThere() throws IOException {
    assertThat(NamedTests.ofTheProject().absent(page)).isEmpty();
  }

  @Test
  void namesATestForEachPromiseOrSaysThatNoneHoldsIt() {
    List<String> promises =
        page.lines()
            .dropWhile(line -> !line.startsWith(PROMISES))
            .filter(line -> line.startsWith("| ") && !line.startsWith(PROMISES))
            .toList();

    assertThat(promises)
        .hasSizeGreaterThan(20)
        .allMatch(line -> NamedTests.namesAny(line) || line.contains("**not held**"));
  }

  /** Whoever upgrades looks there first. */
  @Test
  void hasAnEntryOfChangesForTheVersionThatIsBuilt() throws IOException {
    String version =
        Files.readString(NamedTests.PROJECT.resolve("pom.xml"))
            .replaceAll("(?s).*<artifactId>freshet</artifactId>\\s*<version>([\\d.]+).*", "$1");

    assertThat(Files.readAllLines(CHANGES))
        .anyMatch(line -> line.matches("## %s( .*)?".formatted(version.replace(".", "\\."))));
  }
}
