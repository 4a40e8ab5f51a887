package io.freshet.ingestion.writer.commit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FileStepsTest {
  private static final FileSteps TWO = new FileSteps(List.of(List.of("a"), List.of("b", "c")));

  @Test
  void filesOfAnotherSubtaskComeInTheSameSteps() {
    assertThat(TWO.and(FileSteps.of(List.of("d"))))
        .isEqualTo(new FileSteps(List.of(List.of("a", "d"), List.of("b", "c"))));
    assertThat(FileSteps.of(List.of("d")).and(TWO).steps()).hasSize(2);
  }

  @Test
  void whatMayTakeRowsAwayComesAfterThem() {
    assertThat(TWO.then(FileSteps.of(List.of("d"))))
        .isEqualTo(new FileSteps(List.of(List.of("a"), List.of("b", "c"), List.of("d"))));
  }

  @Test
  void thereIsAlwaysAStepForTheAccount() {
    assertThat(FileSteps.none().steps()).containsExactly(List.of());
    assertThat(FileSteps.none().then(FileSteps.none())).isEqualTo(FileSteps.none());
    assertThat(FileSteps.none().then(TWO)).isEqualTo(TWO);
    assertThat(FileSteps.none().and(TWO)).isEqualTo(TWO);
  }

  @Test
  void tellsAllFiles() {
    assertThat(TWO.all()).containsExactly("a", "b", "c");
  }
}
