package io.freshet.bench.serve.push;

import io.freshet.bench.Latency;
import io.freshet.bench.Pauses;
import io.freshet.bench.serve.Redis;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;

/**
 * The least that a push can take: messages of a document's size through Redis and nothing else,
 * published on one connection and heard on another.
 */
final class PublishLimit {
  private static final String CHANNEL = "bench";
  private static final int MESSAGE_BYTES = 555; // what an order's document has

  private static final int MOST_UNANSWERED = 20_000;
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(30);
  private static final Duration WARM_UP = Duration.ofSeconds(5);
  private static final Duration DRAIN = Duration.ofSeconds(2);
  private static final double NANOS = 1e9;
  private static final long NANOS_PER_MICRO = 1000;

  private final Redis redis;

  PublishLimit(Redis redis) {
    this.redis = redis;
  }

  PushRun.Limit run(int rate, Duration span) {
    try (StatefulRedisPubSubConnection<String, byte[]> hearing = redis.listen();
        StatefulRedisConnection<String, byte[]> telling = redis.connect()) {
      Ear ear = new Ear((int) (rate * (WARM_UP.toSeconds() + span.toSeconds())));
      hearing.addListener(ear);
      hearing.sync().ssubscribe(CHANNEL);
      double unused = send(telling, rate, WARM_UP);
      Pauses.pause(DRAIN);
      int warm = ear.heard();
      double seconds = send(telling, rate, span);
      Pauses.pause(DRAIN);

      return ear.since(warm, seconds);
    }
  }

  /** Each at its time, or as soon after it as can be; it counts from its time. */
  private static double send(
      StatefulRedisConnection<String, byte[]> telling, int rate, Duration span) {
    long count = rate * span.toSeconds();
    Unanswered unanswered = new Unanswered(MOST_UNANSWERED, LONGEST_ANSWER);
    long begin = System.nanoTime();
    for (long i = 0; i < count; i++) {
      long due = begin + Math.round(i * NANOS / rate);
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        if (Thread.currentThread().isInterrupted()) {
          throw new FreshetException(Fault.CALLER, "Interrupted while messages were sent");
        }
        LockSupport.parkNanos(left);
      }
      unanswered.add();
      CompletionStage<Long> unused =
          telling
              .async()
              .spublish(CHANNEL, message(due))
              .whenComplete((heard, error) -> unanswered.answered(error));
    }
    double seconds = (System.nanoTime() - begin) / NANOS;
    unanswered.awaitAll();

    return seconds;
  }

  private static byte[] message(long due) {
    return Arrays.copyOf((due + " ").getBytes(StandardCharsets.US_ASCII), MESSAGE_BYTES);
  }

  /** Notes how long each message took. */
  private static final class Ear extends RedisPubSubAdapter<String, byte[]> {
    private final long[] micros;
    private int heard;

    Ear(int most) {
      micros = new long[most];
    }

    @Override
    public synchronized void smessage(String channel, byte[] message) {
      long sent = 0;
      for (int i = 0; message[i] != ' '; i++) {
        sent = 10 * sent + message[i] - '0';
      }
      micros[heard] = (System.nanoTime() - sent) / NANOS_PER_MICRO;
      heard++;
    }

    synchronized int heard() {
      return heard;
    }

    synchronized PushRun.Limit since(int before, double seconds) {
      if (heard == before) {
        throw new FreshetException(Fault.DEPENDENCY, "Redis brings no messages");
      }

      return new PushRun.Limit(
          (long) heard - before,
          seconds,
          Latency.ofMicros(Arrays.copyOfRange(micros, before, heard)));
    }
  }
}
