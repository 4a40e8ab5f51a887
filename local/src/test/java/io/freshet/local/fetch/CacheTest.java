package io.freshet.local.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.FreshetException;
import io.freshet.local.ProgressListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
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
  void fetchesOnceForThreadsThatAskAtTheSameTime() throws Exception {
    AtomicInteger fetches = new AtomicInteger();
    CyclicBarrier together = new CyclicBarrier(2);
    Callable<Path> asking =
        () -> {
          together.await();

          return new Cache(root)
              .entry(
                  "engine-1",
                  ProgressListener.SILENT,
                  folder -> {
                    Files.writeString(folder.resolve("program"), "run");
                    fetches.incrementAndGet();
                  });
        };
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (Future<Path> entry : threads.invokeAll(List.of(asking, asking))) {
        assertThat(entry.get().resolve("program")).hasContent("run");
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(fetches).hasValue(1);
  }

  @Test
  void takesTheEntryOfALauncherThatWasFaster() throws IOException {
    Path entry = root.resolve("engine-1");

    new Cache(root)
        .entry(
            "engine-1",
            ProgressListener.SILENT,
            folder -> {
              Files.writeString(folder.resolve("program"), "ours");
              Files.createDirectories(entry);
              Files.writeString(entry.resolve("program"), "theirs");
            });

    assertThat(entry.resolve("program")).hasContent("theirs");
    assertThat(root).isDirectoryNotContaining("glob:**/.engine-1.*");
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
    Files.createDirectories(root.resolve(".engine-1.%d.0a1b2c3d".formatted(nobody)));

    new Cache(root).entry("engine-1", ProgressListener.SILENT, folder -> {});

    assertThat(root).isDirectoryNotContaining("glob:**/.engine-1.*");
  }

  @Test
  void leavesAloneWhatAnotherLauncherIsFetching() throws IOException {
    long somebody = ProcessHandle.current().pid();
    Path theirs = root.resolve(".engine-1.%d.0a1b2c3d".formatted(somebody));
    Files.createDirectories(theirs);

    new Cache(root).entry("engine-1", ProgressListener.SILENT, folder -> {});

    assertThat(theirs).isDirectory();
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
