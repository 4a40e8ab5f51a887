package io.freshet.local.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.FreshetException;
import io.freshet.local.ProgressListener;
import io.freshet.local.fetch.PythonEnvironments.PythonEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PythonEnvironmentsIT {
  private static final String SIX =
      """
      six==1.17.0 \\
          --hash=sha256:4721f391ed90541fddacab5acf947aa0d3dc7d27b2e1e8eda2be8970586c3274 \\
          --hash=sha256:ff70335d468e7eb6ec65b95b99d3a2836546063f63acc5171de367e834932a81
      """;

  @TempDir private Path folder;

  @Test
  void makesAnEnvironmentOnceAndRunsItFromItsPlace() throws Exception {
    List<String> made = new ArrayList<>();
    ProgressListener progress = (what, message) -> made.add(what);
    PythonEnvironments environments = new PythonEnvironments(new Cache(folder.resolve("cache")));
    Path requirements = requirements(SIX);

    PythonEnvironment environment = environments.of("six", requirements, progress);
    PythonEnvironment again = environments.of("six", requirements, progress);

    assertThat(again).isEqualTo(environment);
    assertThat(made).filteredOn(what -> what.startsWith("python-six-")).hasSize(1);
    assertThat(python(environment, "import six; print(six.__version__)")).containsExactly("1.17.0");
  }

  @Test
  void refusesAPackageThatIsNotTheOneThatWasPinned() throws Exception {
    PythonEnvironments environments = new PythonEnvironments(new Cache(folder.resolve("cache")));
    Path requirements = requirements("six==1.17.0 --hash=sha256:" + "0".repeat(64) + "\n");

    assertThatThrownBy(() -> environments.of("six", requirements, ProgressListener.SILENT))
        .isInstanceOf(FreshetException.class)
        .hasMessageContaining("Cannot fetch python-six-")
        .hasMessageContaining("Hash mismatch");
    assertThat(folder.resolve("cache"))
        .isDirectoryNotContaining(path -> path.getFileName().toString().contains("six"));
  }

  private Path requirements(String pins) throws IOException {
    return Files.writeString(folder.resolve("requirements.txt"), pins);
  }

  private List<String> python(PythonEnvironment environment, String program) throws Exception {
    List<String> lines = new ArrayList<>();
    Commands.run(List.of(environment.python(), "-c", program), folder, lines::add);

    return lines;
  }
}
