package io.freshet.serving.eta.redis;

import io.freshet.serving.eta.redis.NewerWins.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Gathers writes, the newest of each key only, and sends them when there are enough, when they have
 * waited long enough, and at each checkpoint. Sending blocks until Redis has taken all.
 */
final class RedisWriter implements SinkWriter<RedisWrite> {
  private static final Logger LOG = LoggerFactory.getLogger(RedisWriter.class);
  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 2_000;

  private final RedisTarget target;
  private final ProcessingTimeService clock;
  private final Map<String, RedisWrite> waiting = new LinkedHashMap<>();
  private final Counter sent;
  private final Counter stale;
  private final Counter refused;
  private NewerWins redis;
  private boolean timerIsSet;

  RedisWriter(RedisTarget target, ProcessingTimeService clock, SinkWriterMetricGroup metrics) {
    this.target = target;
    this.clock = clock;
    this.sent = metrics.getNumRecordsSendCounter();
    this.stale = metrics.counter("staleWrites");
    this.refused = metrics.getNumRecordsSendErrorsCounter();
  }

  @Override
  public void write(RedisWrite write, Context context) throws InterruptedException {
    waiting.merge(write.key(), write, (held, next) -> next.isNewerThan(held) ? next : held);
    if (waiting.size() >= target.batch()) {
      send();
    } else if (!timerIsSet) {
      timerIsSet = true;
      clock.registerTimer(
          clock.getCurrentProcessingTime() + target.linger().toMillis(),
          time -> {
            timerIsSet = false;
            send();
          });
    }
  }

  @Override
  public void flush(boolean endOfInput) throws InterruptedException {
    send();
  }

  @Override
  public void close() {
    if (redis != null) {
      redis.close();
    }
  }

  private void send() throws InterruptedException {
    long pause = FIRST_PAUSE_MILLIS;
    boolean away = false;
    while (!waiting.isEmpty() && !sendOnce(away)) {
      away = true;
      Thread.sleep(pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
    }
    if (away) {
      LOG.info("Redis is back target={}", target);
    }
  }

  /** Sends what is waiting; false when something has to be sent again. */
  private boolean sendOnce(boolean knownToBeAway) {
    List<RedisWrite> batch = new ArrayList<>(waiting.values());
    try {
      if (redis == null) {
        redis = NewerWins.connect(target);
      }
      List<Result> results = redis.write(batch);
      for (int i = 0; i < batch.size(); i++) {
        settle(batch.get(i), results.get(i));
      }
    } catch (JedisException e) {
      disconnect();
      if (!knownToBeAway) {
        LOG.warn("Redis is away, waiting target={} writes={}", target, batch.size(), e);
      }
    }

    return waiting.isEmpty();
  }

  private void settle(RedisWrite write, Result result) {
    switch (result) {
      case WRITTEN -> sent.inc();
      case STALE -> stale.inc();
      case REFUSED -> {
        refused.inc();
        LOG.warn("Redis holds something else under our key, write left out key={}", write.key());
      }
      case RETRY -> {
        // Loading, read-only, or it has forgotten the script: a new connection loads it again.
        disconnect();
        return;
      }
    }
    waiting.remove(write.key());
  }

  private void disconnect() {
    if (redis != null) {
      redis.close();
      redis = null;
    }
  }
}
