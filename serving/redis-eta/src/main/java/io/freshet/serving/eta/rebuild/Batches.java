package io.freshet.serving.eta.rebuild;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.serving.eta.redis.RedisTarget;
import io.freshet.serving.eta.redis.RedisWrite;
import io.freshet.serving.eta.redis.RedisWrites;
import java.time.Duration;

/** Writes documents, a batch at a time, and counts what became of them. Gives up in the end. */
final class Batches implements AutoCloseable {
  /** Of nothing being taken: a failover has come and gone by then. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final long PAUSE_MILLIS = 25;

  private final RedisTarget target;
  private final RedisWrites writes;
  private final Counted counted = new Counted();

  Batches(RedisTarget target) {
    this.target = target;
    this.writes = new RedisWrites(target, counted);
  }

  private static final class Counted implements RedisWrites.Counts {
    private long written;
    private long stale;
    private long refused;

    @Override
    public void written() {
      written++;
    }

    @Override
    public void stale() {
      stale++;
    }

    @Override
    public void refused() {
      refused++;
    }
  }

  void add(RedisWrite write) {
    writes.add(write);
    if (writes.size() >= target.batch()) {
      end();
    }
  }

  /**
   * Returns when Redis has taken what is still waiting.
   *
   * @throws FreshetException {@code DEPENDENCY} when it takes nothing for long
   */
  void end() {
    long since = System.nanoTime();
    try {
      while (writes.size() > 0) {
        int before = writes.size();
        writes.send();
        if (writes.size() < before) {
          since = System.nanoTime();
        } else if (System.nanoTime() - since > PATIENCE.toNanos()) {
          throw new FreshetException(
              Fault.DEPENDENCY,
              "Redis at %s has taken nothing for %d s; run it again when it does: what is there stays"
                  .formatted(target, PATIENCE.toSeconds()));
        } else {
          Thread.sleep(PAUSE_MILLIS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FreshetException(Fault.DEPENDENCY, "Stopped while writing to Redis", e);
    }
  }

  long written() {
    return counted.written;
  }

  long refused() {
    return counted.refused;
  }

  void write(ObjectNode node) {
    node.put("written", counted.written)
        .put("as_new_there", counted.stale)
        .put("refused", counted.refused);
  }

  @Override
  public void close() {
    writes.close();
  }
}
