package io.freshet.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.FreshetException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlatformTest {
  @Test
  void refusesToStartOnAFullDisk() {
    Path full = Path.of("/proc/freshet"); // a file system that is always full

    Platform platform = Platform.in(new StateFolder(full), Map.of());

    assertThatThrownBy(() -> platform.up(EnumSet.of(Part.REDIS), ProgressListener.SILENT))
        .isInstanceOf(FreshetException.class)
        .hasMessageStartingWith("Only 0.0 GiB are free at /proc; 1 GiB are needed: free some");
  }

  @Test
  void isNotUpBeforeItWasStarted(@TempDir Path folder) {
    assertThat(Platform.in(new StateFolder(folder), Map.of()).isUp()).isFalse();
  }
}
