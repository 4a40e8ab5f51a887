package io.freshet.ingestion.sqlapps.redis;

import io.freshet.core.toolkit.RedisSettings;
import io.freshet.ingestion.sqlapps.redis.RedisConnection.Result;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;
import org.apache.flink.table.data.RowData;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Gathers hashes, the newest of each key only, and sends them when there are enough, when they have
 * waited long enough, and at each checkpoint. Sending blocks until Redis has taken all.
 */
final class RedisWriter implements SinkWriter<RowData> {
  private static final Logger LOG = LoggerFactory.getLogger(RedisWriter.class);
  private static final int BATCH = 500;
  private static final long LINGER_MILLIS = 100;
  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 2_000;

  /** At the longest pause, once a minute. */
  private static final int WARN_EVERY = 30;

  private final RedisSettings target;
  private final RedisRows rows;
  private final ProcessingTimeService clock;
  private final Map<String, RedisHash> waiting = new LinkedHashMap<>();
  private final Counter sent;
  private final Counter refused;
  private RedisConnection redis;
  private boolean timerIsSet;

  RedisWriter(
      RedisSettings target,
      RedisRows rows,
      ProcessingTimeService clock,
      SinkWriterMetricGroup metrics) {
    this.target = target;
    this.rows = rows;
    this.clock = clock;
    this.sent = metrics.getNumRecordsSendCounter();
    this.refused = metrics.getNumRecordsSendErrorsCounter();
  }

  @Override
  public void write(RowData row, Context context) throws InterruptedException {
    Optional<RedisHash> hash = rows.hash(row);
    if (hash.isEmpty()) {
      refused.inc();

      return;
    }
    waiting.merge(
        hash.get().key(), hash.get(), (held, next) -> next.newest() < held.newest() ? held : next);
    if (waiting.size() >= BATCH) {
      send();
    } else if (!timerIsSet) {
      timerIsSet = true;
      clock.registerTimer(
          clock.getCurrentProcessingTime() + LINGER_MILLIS,
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
    disconnect();
  }

  private void send() throws InterruptedException {
    long pause = FIRST_PAUSE_MILLIS;
    int failures = 0;
    while (!waiting.isEmpty()) {
      Optional<String> obstacle = sendOnce();
      if (obstacle.isPresent()) {
        if (failures % WARN_EVERY == 0) {
          LOG.warn(
              "Redis takes no writes, waiting target={} hashes={} error={}",
              target,
              waiting.size(),
              obstacle.get());
        }
        failures++;
        Thread.sleep(pause);
        pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
      }
    }
    if (failures > 0) {
      LOG.info("Redis takes writes again target={}", target);
    }
  }

  /** Sends what is waiting; says why, when something has to be sent again. */
  private Optional<String> sendOnce() {
    try {
      if (redis == null) {
        redis = RedisConnection.open(target);
      }
      redis.write(List.copyOf(waiting.values())).forEach(this::settle);
      if (waiting.isEmpty()) {
        return Optional.empty();
      }
      // It may have forgotten the script: a new connection loads it again.
      disconnect();

      return Optional.of("it asks us to try again");
    } catch (JedisException e) {
      disconnect();

      return Optional.of(e.toString());
    }
  }

  private void settle(RedisHash hash, Result result) {
    switch (result) {
      case SETTLED -> sent.inc();
      case REFUSED -> {
        refused.inc();
        LOG.warn("Redis holds something else under our key, row left out key={}", hash.key());
      }
      case RETRY -> {
        return;
      }
    }
    waiting.remove(hash.key());
  }

  private void disconnect() {
    if (redis != null) {
      redis.close();
      redis = null;
    }
  }
}
