package io.freshet.serving.eta.redis;

import io.freshet.serving.eta.redis.NewerWins.Answer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Gathers writes, the newest of each key only, and sends them when there are enough, when they have
 * waited long enough, and at each checkpoint. Sending blocks until Redis has taken all, and fails
 * where waiting would not help.
 */
final class RedisWriter implements SinkWriter<RedisWrite> {
  private static final Logger LOG = LoggerFactory.getLogger(RedisWriter.class);
  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 2_000;

  /** At the longest pause, once a minute. */
  private static final int WARN_EVERY = 30;

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
    int failures = 0;
    while (!waiting.isEmpty()) {
      Optional<String> obstacle = sendOnce();
      if (obstacle.isPresent()) {
        if (failures % WARN_EVERY == 0) {
          LOG.warn(
              "Redis takes no writes, waiting target={} writes={} error={}",
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
    List<RedisWrite> batch = new ArrayList<>(waiting.values());
    try {
      if (redis == null) {
        redis = NewerWins.connect(target);
      }
      Optional<String> obstacle = Optional.empty();
      List<Answer> answers = redis.write(batch);
      for (int i = 0; i < batch.size(); i++) {
        if (!isSettled(batch.get(i), answers.get(i))) {
          obstacle = Optional.of(answers.get(i).error());
        }
      }
      if (obstacle.isPresent()) {
        // It may have forgotten the script: a new connection loads it again.
        disconnect();
      }

      return obstacle;
    } catch (JedisException e) {
      disconnect();

      return Optional.of(e.toString());
    }
  }

  private boolean isSettled(RedisWrite write, Answer answer) {
    switch (answer.result()) {
      case WRITTEN -> sent.inc();
      case STALE -> stale.inc();
      case REFUSED -> {
        refused.inc();
        LOG.warn("Redis holds something else under our key, write left out key={}", write.key());
      }
      case RETRY -> {
        return false;
      }
    }
    waiting.remove(write.key());

    return true;
  }

  private void disconnect() {
    if (redis != null) {
      redis.close();
      redis = null;
    }
  }
}
