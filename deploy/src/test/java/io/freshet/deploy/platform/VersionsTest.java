package io.freshet.deploy.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What resources say of engines is what modules are built with. */
class VersionsTest {
  @Test
  void namesTheVersionOfFlink() throws IOException {
    assertThat(version("flink.version"))
        .startsWith(FlinkDeployments.VERSION.substring(1).replace('_', '.') + ".");
  }

  @Test
  void namesTheVersionOfSpark() throws IOException {
    assertThat(version("spark.version")).isEqualTo(SparkApplications.VERSION);
  }

  private static String version(String property) throws IOException {
    return Files.readString(Path.of("..", "pom.xml"))
        .replaceFirst("(?s).*<%1$s>([^<]+)</%1$s>.*".formatted(property), "$1");
  }
}
