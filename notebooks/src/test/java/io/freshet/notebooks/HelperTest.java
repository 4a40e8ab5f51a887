package io.freshet.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The helper's own tests, in {@code tests/}: those that need nothing but Python. */
class HelperTest {
  @TempDir private Path folder;

  @Test
  void thePythonTestsPass() throws Exception {
    Python.Answer answer =
        Python.unittest(
            folder.resolve("output"), Map.of(), "discover", "--start", "tests", "--top", ".");

    assertThat(answer.exitCode()).as(answer.output()).isZero();
    assertThat(answer.output()).doesNotContain("Ran 0 tests");
  }
}
