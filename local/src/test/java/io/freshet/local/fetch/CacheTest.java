package io.freshet.local.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.FreshetException;
import io.freshet.local.ProgressListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheTest {
  private static final Cache.Filler NEVER =
      folder -> {
        throw new IOException("it should be there already");
      };

  @TempDir private Path root;

  @Test
  void fetchesOnce() {
    Cache cache = new Cache(root);
    cache.entry(
        "engine-1",
        ProgressListener.SILENT,
        folder -> Files.writeString(folder.resolve("program"), "run"));

    Path again = cache.entry("engine-1", ProgressListener.SILENT, NEVER);

    assertThat(again.resolve("program")).hasContent("run");
  }

  @Test
  void leavesNothingThatLooksFinishedWhenFetchingFails() throws IOException {
    assertThatThrownBy(
            () ->
                new Cache(root)
                    .entry(
                        "engine-1",
                        ProgressListener.SILENT,
                        folder -> {
                          Files.writeString(folder.resolve("half"), "");
                          throw new IOException("mvn ended with 1");
                        }))
        .isInstanceOf(FreshetException.class)
        .hasMessage("Cannot fetch engine-1: mvn ended with 1");

    assertThat(root).isEmptyDirectory();
  }

  @Test
  void clearsAwayWhatAKilledLauncherLeft() throws IOException {
    long nobody = 4_194_305; // above Linux's highest pid
    Files.createDirectories(root.resolve(".engine-1." + nobody));

    new Cache(root).entry("engine-1", ProgressListener.SILENT, folder -> {});

    assertThat(root).isDirectoryNotContaining("glob:**/.engine-1.*");
  }

  @Test
  void refusesADiskThatWouldSoonBeFull() {
    long gib = 1L << 30;

    assertThatThrownBy(() -> FreeSpace.require(root, gib / 2, 2 * gib))
        .isInstanceOf(FreshetException.class)
        .hasMessage(
            "Only 0.5 GiB are free at %s; 2 GiB are needed: free some, or point FRESHET_STATE and FRESHET_CACHE to another disk"
                .formatted(root));
  }
}
