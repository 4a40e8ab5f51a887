package io.freshet.console.datasets;

import io.freshet.console.datasets.DataSet.FileState;
import io.freshet.core.toolkit.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says of files with rows whether they are what their manifests speak of. Each is read once for
 * each change of it, and so many bytes at a time at most. Thread-safe.
 */
final class DataFiles {
  private static final Logger LOG = LoggerFactory.getLogger(DataFiles.class);

  /** Reading it takes a second or so. */
  private static final long LARGEST = 512L << 20;

  private final long largest;
  private final Map<Path, Digest> digests = new ConcurrentHashMap<>();

  private record Digest(long modified, long bytes, String sha256) {}

  DataFiles() {
    this(LARGEST);
  }

  /**
   * @param largest of one file, and of all that one round reads
   */
  DataFiles(long largest) {
    this.largest = largest;
  }

  /** Looks at those files, and forgets others. */
  Round begin(Collection<Path> files) {
    digests.keySet().retainAll(files);

    return new Round();
  }

  /** One look at all of them. Not thread-safe. */
  final class Round {
    private long left = largest;

    /** How a file is beside the hash that its manifest states. */
    FileState state(Path file, String sha256) {
      try {
        long bytes = Files.size(file);
        if (bytes > largest) {
          return FileState.UNREAD;
        }
        Digest digest = digests.get(file);
        long modified = Files.getLastModifiedTime(file).toMillis();
        if (digest == null || digest.modified() != modified || digest.bytes() != bytes) {
          if (bytes > left) {
            return FileState.NOT_YET;
          }
          left -= bytes;
          digest = new Digest(modified, bytes, sha256(file));
          digests.put(file, digest);
        }

        return digest.sha256().equals(sha256) ? FileState.SOUND : FileState.CHANGED;
      } catch (NoSuchFileException gone) {
        return FileState.GONE;
      } catch (IOException e) { // of one only: others are told all the same
        LOG.warn("Data set not read file={} reason={}", file, e.getMessage());

        return FileState.UNREADABLE;
      }
    }
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Sha256.hex(in);
    }
  }
}
