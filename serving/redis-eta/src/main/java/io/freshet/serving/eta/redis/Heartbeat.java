package io.freshet.serving.eta.redis;

import io.freshet.core.toolkit.Durations;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;

/**
 * Tells whoever reads orders in Redis that somebody still writes them, also while no order changes.
 *
 * @param every how often, in processing time
 */
public record Heartbeat(Duration every) implements Serializable {
  /** Longer than orders are shown: who finds none, finds no order that is under way either. */
  private static final Duration TTL = Duration.ofDays(1);

  private static final Duration MOST_OFTEN = Duration.ofMillis(100);
  private static final Duration LEAST_OFTEN = Duration.ofMinutes(1);

  public Heartbeat {
    if (every.compareTo(MOST_OFTEN) < 0 || every.compareTo(LEAST_OFTEN) > 0) {
      throw new InvalidSettingException(
          "eta.heartbeat-every",
          Durations.print(every),
          "between %s and %s".formatted(Durations.print(MOST_OFTEN), Durations.print(LEAST_OFTEN)));
    }
  }

  public static Heartbeat from(Settings settings) {
    return new Heartbeat(settings.duration("eta.heartbeat-every", Duration.ofSeconds(5)));
  }

  static RedisWrite at(long millis) {
    return new RedisWrite(
        RedisKeys.HEARTBEAT,
        0,
        millis,
        TTL.toMillis(),
        "",
        // What orders it stands in front: newer-wins.lua looks for it there.
        "{\"event_time_ms\":"
            + millis
            + ",\"event_time\":\""
            + Instant.ofEpochMilli(millis)
            + "\"}");
  }
}
