package io.freshet.deploy.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DockerfileTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(ImageKind.class)
  void ofOursHoldsToTheRules(ImageKind kind) {
    assertThat(Dockerfile.read(file(kind)).findings()).isEmpty();
  }

  /** What we build with is what the images run. */
  @Test
  void beginsWithTheEnginesThatModulesAreBuiltWith() throws IOException {
    String pom = Files.readString(Path.of("..", "pom.xml"));

    assertThat(from(ImageKind.FLINK_BASE))
        .startsWith("flink:" + version(pom, "flink.version") + "-")
        .endsWith("java17");
    assertThat(from(ImageKind.SPARK))
        .startsWith("apache/spark:" + version(pom, "spark.version") + "-")
        .contains("java17");
    assertThat(from(ImageKind.SERVER)).startsWith("eclipse-temurin:17.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          USER 10001:10001 | USER root                      | its user is root
          USER 10001:10001 | LABEL a=b                      | its user is root
          USER 10001:10001 | USER 0:0                       | its user is 0:0
          jre:17.0.1       | jre                            | its tag moves
          jre:17.0.1       | jre:latest                     | its tag moves
          COPY lib/ /lib/  | RUN apt-get install curl       | RUN fetches
          COPY lib/ /lib/  | RUN wget https://example.org/a | RUN fetches
          COPY lib/ /lib/  | ADD https://example.org/a /a   | ADD is not used here
          """)
  void findsWhatMustNotBe(String sound, String changed, String finding) throws IOException {
    Path file = folder.resolve("Dockerfile");
    Files.writeString(
        file, "FROM jre:17.0.1\nCOPY lib/ /lib/\nUSER 10001:10001\n".replace(sound, changed));

    assertThat(Dockerfile.read(file).findings()).singleElement().asString().contains(finding);
  }

  @Test
  void readsInstructionsOverSeveralLines() throws IOException {
    Path file = folder.resolve("Dockerfile");
    Files.writeString(file, "# first\nFROM a:1\nCOPY --chmod=0444 \\\n  a/ b/\nUSER 1:1\n");

    assertThat(Dockerfile.read(file).copies()).containsExactly(new Dockerfile.Copy("a/", "b/"));
  }

  private static Path file(ImageKind kind) {
    return Path.of("images", kind.folder(), "Dockerfile");
  }

  private static String from(ImageKind kind) {
    return Dockerfile.read(file(kind)).last("FROM").orElseThrow();
  }

  private static String version(String pom, String property) {
    return pom.replaceFirst("(?s).*<%1$s>([^<]+)</%1$s>.*".formatted(property), "$1");
  }
}
