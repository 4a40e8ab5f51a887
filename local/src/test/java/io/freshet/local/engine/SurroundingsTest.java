package io.freshet.local.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.toolkit.Settings;
import io.freshet.local.LocalSettings;
import io.freshet.local.Part;
import io.freshet.local.fetch.JavaRuntimes.JavaRuntime;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SurroundingsTest {
  @Test
  void compilesQuicklyOnAPlatformThatIsShortLived() {
    assertThat(kafka(Map.of("platform.short-lived", "true")))
        .contains("-Xmx512m", JavaCommand.QUICK_TO_COMPILE);
    assertThat(kafka(Map.of())).contains("-Xmx512m").doesNotContain(JavaCommand.QUICK_TO_COMPILE);
  }

  private static List<String> kafka(Map<String, String> settings) {
    Surroundings here =
        new Surroundings(
            null,
            null,
            null,
            LocalSettings.from(Settings.of(settings)),
            null,
            null,
            null,
            null,
            null);

    return here.java(new JavaRuntime(Path.of("jdk"), true), Part.KAFKA).jar("kafka.jar");
  }
}
