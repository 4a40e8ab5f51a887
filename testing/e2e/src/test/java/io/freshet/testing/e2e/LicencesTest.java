package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.deploy.image.Image;
import io.freshet.deploy.sbom.Component;
import io.freshet.deploy.sbom.LicenceRules;
import io.freshet.deploy.sbom.ShippedJars;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** That nobody adds a library which we may not ship; as {@code freshet deploy sbom} has it. */
class LicencesTest {
  private static final Path PROJECT = Path.of("..", "..").toAbsolutePath().normalize();

  @Test
  void shipsNoLibraryUnderALicenceThatIsNotAllowed() {
    List<Component> shipped =
        ShippedJars.of(
            Stream.concat(Image.all().stream().map(Image::module), Stream.of("cli"))
                .flatMap(module -> Stream.of(classPath(module).split(File.pathSeparator, -1)))
                .map(Path::of)
                .toList());

    assertThat(shipped).hasSizeGreaterThan(100);
    assertThat(LicenceRules.shipped().problems(shipped)).isEmpty();
  }

  private static String classPath(String module) {
    try {
      return Files.readString(PROJECT.resolve(module).resolve("target/classpath")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
