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
 * Whether the job that writes orders lives and keeps up, as far as it tells in Redis. Whoever has
 * never seen a heartbeat believes that it does: a job of before they existed writes none.
 * Thread-safe.
 */
final class EtaCondition {
  /** As redis-eta calls it; its README has what stands there. */
  static final String HEARTBEAT = "heartbeat:eta";

  /** Only there while the job is behind; it ends by itself. */
  static final String BEHIND = "heartbeat:eta-behind";

  private static final Logger LOG = LoggerFactory.getLogger(EtaCondition.class);

  /** As long as Redis keeps one: a job that writes none any more may be one of before. */
  private static final Duration REMEMBERED = Duration.ofDays(1);

  private static final Pattern WRITTEN = Pattern.compile("^\\{\"event_time_ms\":(\\d{1,15})\\D");
  private static final Pattern BEHIND_BY = Pattern.compile("\"behind_ms\":(\\d{1,15})\\D");

  private final Duration staleAfter;
  private final WatchClock clock;
  private final Runnable whenChanged;
  private Optional<Beat> newest = Optional.empty();
  private Optional<Instant> behindAt = Optional.empty();
  private Optional<Instant> staleSince = Optional.empty();

  /**
   * A heartbeat.
   *
   * @param writtenMillis by the job's clock, which need not be ours
   * @param seen when it was seen first
   */
  private record Beat(long writtenMillis, Instant seen) {}

  /**
   * @param staleAfter zero: no silence is too long, and nobody is ever told
   */
  EtaCondition(Duration staleAfter, WatchClock clock, Runnable whenChanged) {
    this.staleAfter = staleAfter;
    this.clock = clock;
    this.whenChanged = whenChanged;
  }

  /**
   * When the newest heartbeat came, if that is too long ago; or what happened when, of which the
   * job has told only just now, if it says that it is behind.
   */
  synchronized Optional<Instant> staleSince() {
    return staleSince;
  }

  /**
   * Takes in what Redis has, which could be read just now.
   *
   * @param heartbeat what it holds; empty when it holds none
   * @param behind likewise
   */
  void read(Optional<byte[]> heartbeat, Optional<byte[]> behind) {
    take(
        heartbeat.flatMap(document -> number(WRITTEN, document)),
        behind.flatMap(document -> number(BEHIND_BY, document)));
    look();
  }

  private synchronized void take(Optional<Long> written, Optional<Long> behindMillis) {
    Instant now = clock.instant();
    behindAt = behindMillis.map(now::minusMillis);
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

  /** Says so when it has been silent for too long or is behind, or no longer is. */
  void look() {
    boolean hasChanged;
    synchronized (this) {
      Optional<Instant> silentSince =
          newest.map(Beat::seen).filter(seen -> seen.plus(staleAfter).isBefore(clock.instant()));
      Optional<Instant> since =
          staleAfter.isZero() ? Optional.empty() : silentSince.or(() -> behindAt);
      hasChanged = since.isPresent() != staleSince.isPresent();
      if (hasChanged && since.isPresent()) {
        LOG.warn(
            "The ETA job is {}, watchers are told so since={}",
            silentSince.isPresent() ? "silent" : "behind",
            since.get());
      } else if (hasChanged) {
        LOG.info("The ETA job is heard of again, and not behind");
      }
      staleSince = since;
    }
    if (hasChanged) {
      whenChanged.run();
    }
  }

  private static Optional<Long> number(Pattern where, byte[] document) {
    Matcher found = where.matcher(new String(document, StandardCharsets.UTF_8));

    return found.find() ? Optional.of(Long.parseLong(found.group(1))) : Optional.empty();
  }
}
