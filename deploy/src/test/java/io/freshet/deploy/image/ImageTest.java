package io.freshet.deploy.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Names that stand in resources and images, held against the modules themselves. */
class ImageTest {
  static List<Image> all() {
    return Image.all();
  }

  @ParameterizedTest
  @MethodSource("all")
  void isOfAModuleThatThereIs(Image image) {
    assertThat(Path.of("..").resolve(image.module()).resolve("pom.xml")).exists();
  }

  @ParameterizedTest
  @MethodSource("all")
  void startsWhatTheModuleHas(Image image) {
    if (image.kind() == ImageKind.SERVER) {
      assertThat(
              Path.of("..")
                  .resolve(image.module())
                  .resolve("src/main/java")
                  .resolve(image.main().replace('.', '/') + ".java"))
          .exists();
    }
  }
}
