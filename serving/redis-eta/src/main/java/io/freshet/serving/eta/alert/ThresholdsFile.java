package io.freshet.serving.eta.alert;

import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thresholds in a file that may be edited at any time. One that is wrong is logged, counted,
 * and changes nothing: nobody's typing error stops the job. Not thread-safe.
 */
final class ThresholdsFile {
  private static final Logger LOG = LoggerFactory.getLogger(ThresholdsFile.class);
  private static final String GONE = "gone";

  private final Path path;
  private final Runnable refused;
  private String read = "";
  private Thresholds newest = Thresholds.NONE;

  /**
   * @param refused told of each change that can't be taken
   */
  ThresholdsFile(Path path, Runnable refused) {
    this.path = path;
    this.refused = refused;
  }

  /** What the file says; where it is wrong, what it said before. */
  Thresholds newest() {
    String mark = mark();
    if (!mark.equals(read)) {
      read = mark;
      try {
        newest = ThresholdsParser.read(path);
        LOG.info("Thresholds read file={} markets={}", path, newest.byMarket().size());
      } catch (FreshetException e) {
        refused.run();
        LOG.warn("Thresholds stay as they were problem={}", e.getMessage());
      }
    }

    return newest;
  }

  /** Another one after each change. */
  private String mark() {
    try {
      BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);

      return file.lastModifiedTime() + " " + file.size();
    } catch (IOException e) {
      LOG.debug("Thresholds' file can't be looked at", e);

      return GONE;
    }
  }
}
