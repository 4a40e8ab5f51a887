package io.freshet.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.selection.FullOnly;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Training sets from a real catalog and store: {@code training/tests/lake_it.py}. */
@FullOnly
class TrainingIT {
  @RegisterExtension static final EmbeddedPlatform PLATFORM = EmbeddedPlatform.with(Part.CATALOG);

  @TempDir private Path folder;

  @Test
  void thePythonTestsPass() throws Exception {
    Python.Answer answer =
        Python.training(
            folder.resolve("output"),
            Map.of("FRESHET_PROFILE", PLATFORM.profile().toAbsolutePath().toString()),
            "training.tests.lake_it");

    assertThat(answer.exitCode()).as(answer.output()).isZero();
    assertThat(answer.output()).doesNotContain("Ran 0 tests");
  }
}
