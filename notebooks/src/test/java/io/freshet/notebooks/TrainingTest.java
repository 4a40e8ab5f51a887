package io.freshet.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training and the registry of models, without a lake: {@code training/tests}. */
class TrainingTest {
  @TempDir private Path folder;

  @Test
  void thePythonTestsPass() throws Exception {
    Python.Answer answer =
        Python.training(
            folder.resolve("output"),
            Map.of(),
            "training.tests.test_training",
            "training.tests.test_pins",
            "training.tests.test_speeds",
            "training.tests.test_skew",
            "training.tests.test_order_time");

    assertThat(answer.exitCode()).as(answer.output()).isZero();
    assertThat(answer.output()).doesNotContain("Ran 0 tests");
  }
}
