package io.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionTest {
  private static final Path PROJECT = Path.of("..");

  @Test
  void isThatOfThePom() throws IOException {
    assertThat(Files.readString(Path.of("pom.xml")))
        .containsPattern(
            "<artifactId>freshet</artifactId>\\s*<version>%s(-SNAPSHOT)?</version>"
                .formatted(Version.NUMBER.replace(".", "\\.")));
  }

  @ParameterizedTest
  @CsvSource({
    "deploy/helm/flink-application/Chart.yaml, version: ",
    "deploy/helm/flink-application/Chart.yaml, appVersion: ",
    "notebooks/pyproject.toml, version = ",
    "dbt/dbt_project.yml, version: "
  })
  void isThatOfWhatIsShippedBeside(String file, String key) throws IOException {
    assertThat(Files.readAllLines(PROJECT.resolve(file)))
        .anyMatch(line -> line.matches(key + "\\s*\"?%s\"?".formatted(Version.NUMBER)));
  }
}
