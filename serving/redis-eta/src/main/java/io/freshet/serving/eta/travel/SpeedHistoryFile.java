package io.freshet.serving.eta.travel;

import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of usual speeds that is looked for once a minute and read again when it has changed.
 * Nothing is remembered before there is one; one that is wrong or gone leaves the speeds as they
 * were, and is told once. Not thread-safe.
 */
public final class SpeedHistoryFile {
  private static final Logger LOG = LoggerFactory.getLogger(SpeedHistoryFile.class);
  private static final long LOOK_EVERY_MILLIS = Duration.ofMinutes(1).toMillis();

  private final Path file;
  private final InstantSource clock;
  private SpeedHistory history = SpeedHistory.NONE;

  /** When that was written which was read last, be it right or wrong. */
  private Optional<FileTime> seen = Optional.empty();

  /** What was told last; empty when all was well since. */
  private String problem = "";

  private long lookedAt;

  private SpeedHistoryFile(Path file, InstantSource clock) {
    this.file = file;
    this.clock = clock;
  }

  public static SpeedHistoryFile open(Path file, InstantSource clock) {
    SpeedHistoryFile opened = new SpeedHistoryFile(file, clock);
    opened.look();
    if (opened.seen.isEmpty() && opened.problem.isEmpty()) {
      LOG.info("There are no usual speeds yet, they are looked for file={}", file);
    }

    return opened;
  }

  public SpeedHistory current() {
    if (clock.millis() - lookedAt >= LOOK_EVERY_MILLIS) {
      look();
    }

    return history;
  }

  private void look() {
    lookedAt = clock.millis();
    try {
      FileTime newest = Files.getLastModifiedTime(file);
      if (!seen.equals(Optional.of(newest))) {
        read();
        seen = Optional.of(newest);
      }
    } catch (NoSuchFileException e) {
      if (seen.isPresent()) {
        tell("the file is gone");
      }
    } catch (IOException e) {
      // Not seen: it is tried again next time.
      tell(e.toString());
    }
  }

  private void read() throws IOException {
    try {
      history = SpeedHistory.read(file);
      problem = "";
      LOG.info("Usual speeds read file={}", file);
    } catch (FreshetException e) {
      tell(e.getMessage());
    }
  }

  /** Once, however often it is seen. */
  private void tell(String why) {
    if (!why.equals(problem)) {
      LOG.warn("Usual speeds stay as they were file={} problem={}", file, why);
      problem = why;
    }
  }
}
