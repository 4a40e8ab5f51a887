package io.freshet.cli.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundProgressTest {
  @Test
  void tellsARoundAndWhyOneFailed() {
    List<String> said = new ArrayList<>();
    RoundProgress progress = new RoundProgress(said::add);

    progress.accept("15:42:10.002 INFO  Settings in force {}");
    progress.accept(
        "15:42:23.336 INFO  Round ended tables=18 steps=3 failures=1 seconds=12.3 cpu_seconds=9.81");
    progress.accept("15:43:10.007 WARN  Round failed, the next comes in 30s: The catalog is away");

    assertThat(said)
        .containsExactly(
            "15:42:23.336  18 tables: 3 steps done, 1 failed; 12.3 s, 9.81 s of CPU",
            "15:43:10.007  Round failed, the next comes in 30s: The catalog is away");
  }
}
