package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** That docs/security/threat-model.md names tests which are there, and no threat without either. */
class ThreatModelTest {
  private static final String THREATS = "| Threat |";

  private static String model;

  @BeforeAll
  static void reads() throws IOException {
    model = NamedTests.page("docs/security/threat-model.md");
  }

  @Test
  void namesTestsThatAreThere() throws IOException {
    assertThat(NamedTests.ofTheProject().absent(model)).isEmpty();
  }

  @Test
  void saysOfEachThreatWhatShowsThatItIsStoppedOrThatItIsOpen() {
    long tables = model.lines().filter(line -> line.startsWith(THREATS)).count();

    assertThat(tables).isGreaterThan(4);
    assertThat(NamedTests.rows(model, THREATS))
        .hasSizeGreaterThan(60)
        .allMatch(threat -> NamedTests.namesAnyOrSays(threat, "**open**"));
  }
}
