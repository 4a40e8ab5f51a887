package io.freshet.assurance.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.InvalidSettingException;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultKindsTest {
  private static List<String> names(List<FaultKind> kinds) {
    return kinds.stream().map(FaultKind::name).toList();
  }

  @Test
  void areManyAndEachIsNamedOnce() {
    assertThat(names(FaultKinds.all())).doesNotHaveDuplicates().hasSizeGreaterThan(40);
  }

  @Test
  void allSayWhatTheyDoAndHowTheyEnd() {
    assertThat(FaultKinds.all())
        .allSatisfy(
            kind -> {
              assertThat(kind.doing()).isNotBlank();
              assertThat(kind.undone()).isNotBlank();
              assertThat(kind.group().mustHold()).isNotBlank();
            });
  }

  @Test
  void leaveOutTheCostlyOnesUnlessTheyAreNamed() {
    assertThat(names(FaultKinds.chosen(List.of(), List.of())))
        .contains("kafka-killed")
        .doesNotContain("trino-killed");
    assertThat(names(FaultKinds.chosen(List.of("trino-killed"), List.of())))
        .containsExactly("trino-killed");
  }

  @Test
  void canBeChosenByBeginningAndByGroup() {
    assertThat(names(FaultKinds.chosen(List.of("redis-*"), List.of("network"))))
        .containsExactly("redis-killed", "redis-asleep", "redis-rebuilt");
  }

  @Test
  void suggestTheNearestOfAWrongName() {
    assertThatThrownBy(() -> FaultKinds.chosen(List.of("kafka-kiled"), List.of()))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("--kinds is kafka-kiled")
        .hasMessageContaining("did you mean kafka-killed?");
  }
}
