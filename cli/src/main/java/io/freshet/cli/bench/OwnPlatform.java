package io.freshet.cli.bench;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.local.Platform;
import io.freshet.local.ProgressListener;
import io.freshet.local.fetch.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A platform that belongs to one run: nothing of an earlier one is in it, nothing stays of it, not
 * even after Ctrl-C. What a killed run left behind, the next one takes away.
 */
public final class OwnPlatform implements AutoCloseable {
  /** Tells a bench's folder from that of a platform that somebody works with. */
  private static final String MARK = "of-a-bench";

  private final Platform platform;
  private final ProgressListener progress;
  private final Thread hook = new Thread(this::remove, "remove-platform");

  private OwnPlatform(Platform platform, ProgressListener progress) {
    this.platform = platform;
    this.progress = progress;
  }

  public static OwnPlatform claim(Platform platform, ProgressListener progress) {
    requireOurs(platform);
    OwnPlatform own = new OwnPlatform(platform, progress);
    own.remove();
    own.mark();
    Runtime.getRuntime().addShutdownHook(own.hook);

    return own;
  }

  /** A folder with something else in it is somebody's. */
  private static void requireOurs(Platform platform) {
    Path root = platform.folder().root();
    if (!Files.exists(root) || Files.exists(root.resolve(MARK))) {
      return;
    }
    try (Stream<Path> content = Files.list(root)) {
      if (content.findAny().isPresent()) {
        throw new FreshetException(
            Fault.CALLER,
            "%s holds something else; name an empty or a new folder with --state".formatted(root));
      }
    } catch (IOException e) {
      throw new FreshetException(Fault.CALLER, "Cannot read " + root, e);
    }
  }

  private void mark() {
    Path root = platform.folder().root();
    try {
      Files.createDirectories(root);
      Files.createFile(root.resolve(MARK));
    } catch (IOException e) {
      throw new FreshetException(Fault.CALLER, "Cannot use the folder " + root, e);
    }
  }

  public Platform platform() {
    return platform;
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException alreadyStopping) {
      return; // the hook does it
    }
    remove();
  }

  private void remove() {
    if (!Files.exists(platform.folder().root())) {
      return;
    }
    platform.down(progress);
    FileTree.delete(platform.folder().root());
  }
}
