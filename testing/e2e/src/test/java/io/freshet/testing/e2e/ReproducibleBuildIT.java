package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.deploy.image.ClassesJar;
import io.freshet.deploy.sbom.FileSum;
import io.freshet.testing.selection.FullOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * That the same sources make the same bytes, whoever builds them and where. Of the smallest module:
 * all have one compiler with one set of options. It has to be in Maven's local repository what that
 * asks for, as after any build.
 */
@FullOnly
@Tag("patient")
class ReproducibleBuildIT {
  private static final String MODULE = "core/toolkit";

  @TempDir private Path folder;

  @Test
  void buildsTheSameJarInTwoPlaces() throws Exception {
    Path one = built("here", "UTC");
    Path another = built("in/another/place", "Pacific/Auckland");

    assertThat(FileSum.of(one)).isEqualTo(FileSum.of(another));
    assertThat(Files.size(one)).isPositive();
  }

  private Path built(String place, String timeZone) throws Exception {
    Path project = folder.resolve(place);
    copy(Path.of("pom.xml"), project);
    copy(Path.of(MODULE, "pom.xml"), project);
    try (Stream<Path> sources =
        Files.walk(NamedTests.PROJECT.resolve(MODULE).resolve("src/main"))) {
      for (Path source : sources.filter(Files::isRegularFile).toList()) {
        copy(NamedTests.PROJECT.relativize(source), project);
      }
    }
    ExternalProgram.run(
        List.of("mvn"),
        List.of(
            "-o",
            "-q",
            "-B",
            "-Duser.timezone=" + timeZone,
            "-f",
            project.resolve(MODULE).resolve("pom.xml").toString(),
            "process-classes"));
    Path jar = folder.resolve(place.replace('/', '-') + ".jar");
    ClassesJar.write(project.resolve(MODULE).resolve("target/classes"), jar);

    return jar;
  }

  private static void copy(Path file, Path project) throws IOException {
    Path target = project.resolve(file);
    Files.createDirectories(target.getParent());
    Files.copy(NamedTests.PROJECT.resolve(file), target);
  }
}
