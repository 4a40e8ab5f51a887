package io.freshet.serving.live.watch;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the job that writes orders lives, as far as its heartbeats in Redis tell. Whoever has
 * never seen one believes that it does: a job of before they existed writes none. Thread-safe.
 */
final class EtaCondition {
  /** As redis-eta calls it; its README has what stands there. */
  static final String HEARTBEAT = "heartbeat:eta";

  private static final Logger LOG = LoggerFactory.getLogger(EtaCondition.class);

  /** As long as Redis keeps one: a job that writes none any more may be one of before. */
  private static final Duration REMEMBERED = Duration.ofDays(1);

  private static final Pattern DOCUMENT = Pattern.compile("^\\{\"event_time_ms\":(\\d{1,15})\\D");

  private final Duration staleAfter;
  private final WatchClock clock;
  private final Runnable whenChanged;
  private Optional<Beat> newest = Optional.empty();
  private boolean isSilent;

  /**
   * A heartbeat.
   *
   * @param writtenMillis by the job's clock, which need not be ours
   * @param seen when it was seen first
   */
  private record Beat(long writtenMillis, Instant seen) {}

  /**
   * @param staleAfter zero: no silence is too long
   */
  EtaCondition(Duration staleAfter, WatchClock clock, Runnable whenChanged) {
    this.staleAfter = staleAfter;
    this.clock = clock;
    this.whenChanged = whenChanged;
  }

  /** When the newest heartbeat came, if that is too long ago. */
  synchronized Optional<Instant> silentSince() {
    return isSilent ? newest.map(Beat::seen) : Optional.empty();
  }

  /**
   * Takes in what Redis has, which could be read just now.
   *
   * @param document what it holds; empty when it holds none
   */
  void read(Optional<byte[]> document) {
    take(document.flatMap(EtaCondition::writtenMillis));
    look();
  }

  private synchronized void take(Optional<Long> written) {
    Instant now = clock.instant();
    if (written.isEmpty()) {
      newest = newest.filter(beat -> beat.seen().plus(REMEMBERED).isAfter(now));
    } else if (newest.isEmpty()) {
      // How old the first one is, only its own time can tell.
      Instant at = Instant.ofEpochMilli(written.get());
      newest = Optional.of(new Beat(written.get(), at.isBefore(now) ? at : now));
    } else if (newest.get().writtenMillis() != written.get()) {
      newest = Optional.of(new Beat(written.get(), now));
    }
  }

  /** Says so when it has been silent for too long, or no longer is. */
  void look() {
    boolean hasChanged;
    synchronized (this) {
      boolean wasSilent = isSilent;
      isSilent =
          !staleAfter.isZero()
              && newest
                  .filter(beat -> beat.seen().plus(staleAfter).isBefore(clock.instant()))
                  .isPresent();
      hasChanged = isSilent != wasSilent;
      if (hasChanged && isSilent) {
        LOG.warn("The ETA job is silent, watchers are told so since={}", newest.get().seen());
      } else if (hasChanged) {
        LOG.info("The ETA job is heard of again");
      }
    }
    if (hasChanged) {
      whenChanged.run();
    }
  }

  private static Optional<Long> writtenMillis(byte[] document) {
    Matcher begin = DOCUMENT.matcher(new String(document, StandardCharsets.UTF_8));

    return begin.find() ? Optional.of(Long.parseLong(begin.group(1))) : Optional.empty();
  }
}
