package io.freshet.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules and words of the dashboard have their own tests, in {@code tests/}. */
class RulesTest {
  @TempDir private Path folder;

  @Test
  void thePythonTestsPass() throws Exception {
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(
                List.of(
                    RunningDashboard.python(),
                    "-m",
                    "unittest",
                    "discover",
                    "--start",
                    "tests",
                    "--top",
                    "."))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();

    assertThat(process.waitFor(3, TimeUnit.MINUTES)).as("ended in time").isTrue();
    assertThat(process.exitValue()).as(read(output)).isZero();
    assertThat(read(output)).doesNotContain("Ran 0 tests");
  }

  private static String read(Path output) throws IOException {
    return Files.readString(output);
  }
}
