package io.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class VersionTest {
  @Test
  void isThatOfThePom() throws IOException {
    assertThat(Files.readString(Path.of("pom.xml")))
        .containsPattern(
            "<artifactId>freshet</artifactId>\\s*<version>%s(-SNAPSHOT)?</version>"
                .formatted(Version.NUMBER.replace(".", "\\.")));
  }
}
