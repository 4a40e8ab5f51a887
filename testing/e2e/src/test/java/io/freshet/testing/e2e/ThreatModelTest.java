package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** That docs/security/threat-model.md names tests which are there, and no threat without either. */
class ThreatModelTest {
  private static final Path MODEL = NamedTests.PROJECT.resolve("docs/security/threat-model.md");
  private static final String THREATS = "| Threat |";

  private static String model;

  @BeforeAll
  static void reads() throws IOException {
    model = Files.readString(MODEL);
  }

  @Test
  void namesTestsThatAreThere() throws IOException {
    assertThat(NamedTests.ofTheProject().absent(model)).isEmpty();
  }

  @Test
  void saysOfEachThreatWhatShowsThatItIsStoppedOrThatItIsOpen() {
    List<String> lines = model.lines().toList();
    long tables = lines.stream().filter(line -> line.startsWith(THREATS)).count();
    List<String> threats =
        model
            .lines()
            .dropWhile(line -> !line.startsWith(THREATS))
            .filter(line -> line.startsWith("| ") && !line.startsWith(THREATS))
            .toList();

    assertThat(tables).isGreaterThan(4);
    assertThat(threats)
        .hasSizeGreaterThan(60)
        .allMatch(line -> NamedTests.namesAny(line) || line.contains("**open**"));
  }
}
