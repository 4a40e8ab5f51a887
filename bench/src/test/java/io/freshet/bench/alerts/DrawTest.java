package io.freshet.bench.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DrawTest {
  private static final List<String> FAULTS = List.of("kafka", "catalog", "writer");

  @Test
  void bringsEachOnceBeforeAnyComesAgain() {
    List<String> drawn = Draw.of(FAULTS, 7, 9);

    assertThat(drawn).hasSize(7);
    assertThat(drawn.subList(0, 3)).containsExactlyInAnyOrderElementsOf(FAULTS);
    assertThat(drawn.subList(3, 6)).containsExactlyInAnyOrderElementsOf(FAULTS);
  }

  @Test
  void isTheSameForTheSameSeed() {
    assertThat(Draw.of(FAULTS, 20, 9)).isEqualTo(Draw.of(FAULTS, 20, 9));
    assertThat(Draw.of(FAULTS, 20, 9)).isNotEqualTo(Draw.of(FAULTS, 20, 10));
  }
}
