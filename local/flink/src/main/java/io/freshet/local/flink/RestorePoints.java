package io.freshet.local.flink;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/**
 * The completed checkpoints and savepoints of one application. One without its {@code _metadata},
 * which Flink writes last, is not complete and does not count.
 */
final class RestorePoints {
  private static final String CHECKPOINT_PREFIX = "chk-";

  private final Path root;
  private final FileSystem files;

  private RestorePoints(Path root, FileSystem files) {
    this.root = root;
    this.files = files;
  }

  /**
   * @param root holds {@code checkpoints/<job id>/chk-N} and {@code savepoints/savepoint-*}
   */
  static RestorePoints under(String root) throws IOException {
    Path path = new Path(root);

    return new RestorePoints(path, path.getFileSystem());
  }

  /** The newest that is not older than {@code since}; of two as old, the savepoint came later. */
  Optional<RestorePoint> newestSince(Instant since) throws IOException {
    List<RestorePoint> points = new ArrayList<>();
    for (FileStatus job : list(new Path(root, "checkpoints"))) {
      for (FileStatus folder : list(job.getPath())) {
        if (folder.getPath().getName().startsWith(CHECKPOINT_PREFIX)) {
          addIfComplete(folder.getPath(), RestorePoint.Kind.CHECKPOINT, points);
        }
      }
    }
    for (FileStatus folder : list(new Path(root, "savepoints"))) {
      addIfComplete(folder.getPath(), RestorePoint.Kind.SAVEPOINT, points);
    }

    return points.stream()
        .filter(point -> !point.completedAt().isBefore(since))
        .max(
            Comparator.comparing(RestorePoint::completedAt)
                .thenComparing(RestorePoint::kind)
                .thenComparing(RestorePoints::number));
  }

  private void addIfComplete(Path folder, RestorePoint.Kind kind, List<RestorePoint> points)
      throws IOException {
    try {
      FileStatus metadata = files.getFileStatus(new Path(folder, "_metadata"));
      Instant completedAt = Instant.ofEpochMilli(metadata.getModificationTime());
      points.add(new RestorePoint(folder.toString(), completedAt, kind));
    } catch (FileNotFoundException notComplete) {
      // cut short; Flink will not use it either
    }
  }

  private FileStatus[] list(Path folder) throws IOException {
    try {
      FileStatus[] content = files.listStatus(folder);

      return content == null ? new FileStatus[0] : content;
    } catch (FileNotFoundException nothingYet) {
      return new FileStatus[0];
    }
  }

  /** The N of {@code chk-N}; 0 for a savepoint. */
  private static int number(RestorePoint point) {
    String name = new Path(point.path()).getName();

    return name.startsWith(CHECKPOINT_PREFIX)
        ? Integer.parseInt(name.substring(CHECKPOINT_PREFIX.length()))
        : 0;
  }
}
