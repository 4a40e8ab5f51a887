package io.freshet.bench.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class GroundTest {
  @Test
  void givesTheShippedContractAnotherBudget() throws Exception {
    String shipped = Files.readString(Path.of("../contracts/dasher_pings.yaml"));

    assertThat(Ground.withBudget(Duration.ofSeconds(20), shipped))
        .containsPattern("property: freshness\\s+value: 20\\s+unit: s");
  }
}
