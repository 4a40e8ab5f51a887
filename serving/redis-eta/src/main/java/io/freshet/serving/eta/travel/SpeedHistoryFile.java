package io.freshet.serving.eta.travel;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of usual speeds that is read again when it has changed, which is looked for once a minute.
 * One that is wrong or gone stops a job that starts; one that becomes so leaves the speeds as they
 * were. Not thread-safe.
 */
public final class SpeedHistoryFile {
  private static final Logger LOG = LoggerFactory.getLogger(SpeedHistoryFile.class);
  private static final long LOOK_EVERY_MILLIS = Duration.ofMinutes(1).toMillis();

  private final Path file;
  private final InstantSource clock;
  private SpeedHistory history;
  private FileTime changed;
  private long lookedAt;

  private SpeedHistoryFile(Path file, InstantSource clock) {
    this.file = file;
    this.clock = clock;
    this.lookedAt = clock.millis();
  }

  public static SpeedHistoryFile open(Path file, InstantSource clock) {
    SpeedHistoryFile opened = new SpeedHistoryFile(file, clock);
    try {
      opened.changed = Files.getLastModifiedTime(file);
      opened.history = SpeedHistory.read(file);
    } catch (IOException e) {
      throw new FreshetException(
          Fault.CALLER,
          "Cannot read eta.speed-history, %s; every task manager needs it".formatted(file),
          e);
    }

    return opened;
  }

  public SpeedHistory current() {
    long now = clock.millis();
    if (now - lookedAt >= LOOK_EVERY_MILLIS) {
      lookedAt = now;
      look();
    }

    return history;
  }

  private void look() {
    try {
      FileTime newest = Files.getLastModifiedTime(file);
      if (!newest.equals(changed)) {
        changed = newest;
        history = SpeedHistory.read(file);
        LOG.info("Usual speeds read again file={}", file);
      }
    } catch (IOException | FreshetException e) {
      LOG.warn("Usual speeds stay as they were file={} problem={}", file, e.getMessage());
    }
  }
}
