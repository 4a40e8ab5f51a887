package io.freshet.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.local.Modules;
import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The helper against a real catalog, store, Trino and Spark: {@code tests/lake_it.py}. */
class HelperIT {
  @RegisterExtension static final EmbeddedPlatform PLATFORM = EmbeddedPlatform.with(Part.TRINO);

  @TempDir private Path folder;

  @Test
  void thePythonTestsPass() throws Exception {
    Python.Answer answer =
        Python.unittest(
            folder.resolve("output"),
            Map.of(
                "FRESHET_PROFILE",
                PLATFORM.profile().toAbsolutePath().toString(),
                "FRESHET_SPARK_JARS",
                Modules.around(Path.of(""), System.getenv()).icebergForSpark()),
            "tests.lake_it");

    assertThat(answer.exitCode()).as(answer.output()).isZero();
    assertThat(answer.output()).doesNotContain("Ran 0 tests");
  }
}
