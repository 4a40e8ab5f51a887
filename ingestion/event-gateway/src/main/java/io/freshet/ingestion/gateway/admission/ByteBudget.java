package io.freshet.ingestion.gateway.admission;

import java.util.HashMap;
import java.util.Map;

/**
 * Bytes that may be held at once, half of them by one producer at most: nobody's flood leaves
 * nothing for others. Thread-safe.
 */
public final class ByteBudget {
  private final long limit;
  private final long limitOfOne;
  // Bounded: only those who hold something are in it.
  private final Map<String, Long> byProducer = new HashMap<>();
  private long taken;

  /**
   * @param largest that one request may take; each producer may hold that in any case
   */
  public ByteBudget(long limit, long largest) {
    this.limit = limit;
    this.limitOfOne = Math.max(limit / 2, largest);
  }

  /** What comes of asking for bytes. */
  public sealed interface Answer {}

  /** Why there are none. */
  public enum Refused implements Answer {
    /** All together hold as many as may be held. */
    FULL,
    /** This producer does. */
    TOO_MUCH_OF_ONE
  }

  /** A part of the budget, until it is given back; giving it back twice changes nothing more. */
  public final class Share implements Answer {
    private final String producer;
    private long bytes;

    private Share(String producer, long bytes) {
      this.producer = producer;
      this.bytes = bytes;
    }

    /** Holds no more than this any more; more than it holds changes nothing. */
    public void shrinkTo(long needed) {
      synchronized (ByteBudget.this) {
        long given = Math.max(0, bytes - needed);
        bytes -= given;
        taken -= given;
        byProducer.computeIfPresent(producer, (name, held) -> held == given ? null : held - given);
      }
    }

    public void giveBack() {
      shrinkTo(0);
    }
  }

  public synchronized Answer take(String producer, long bytes) {
    long held = byProducer.getOrDefault(producer, 0L);
    if (taken + bytes > limit) {
      return Refused.FULL;
    }
    if (held + bytes > limitOfOne) {
      return Refused.TOO_MUCH_OF_ONE;
    }
    taken += bytes;
    byProducer.put(producer, held + bytes);

    return new Share(producer, bytes);
  }

  public synchronized long taken() {
    return taken;
  }
}
