package io.freshet.bench.serve.reads;

import io.freshet.bench.Latency;
import io.freshet.bench.ProcessorTimes;
import io.freshet.bench.Run.Standing;
import io.freshet.bench.Stage;
import io.freshet.bench.serve.LiveOrder;
import io.freshet.bench.serve.Redis;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.lettuce.core.KeyValue;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * The same reads by a service that asks Redis itself, on one connection: as many commands are under
 * way at once as wrk has connections.
 */
final class ClientReads {
  private static final int LANES = 64;
  private static final int KEY_SETS = 500;
  private static final long SEED = 3;
  private static final Duration WARM_UP = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final double NANOS = 1e9;
  private static final long NANOS_PER_MICRO = 1000;

  private final Stage stage;
  private final Redis redis;
  private final Duration duration;
  private final List<String> findings;

  ClientReads(Stage stage, Redis redis, Duration duration, List<String> findings) {
    this.stage = stage;
    this.redis = redis;
    this.duration = duration;
    this.findings = findings;
  }

  List<ReadRun> run() {
    return List.of(measure("MGET of 100 by Lettuce", 100), measure("GET by Lettuce, pipelined", 1));
  }

  private ReadRun measure(String name, int keys) {
    stage.progress().progress("reads", name);
    try (StatefulRedisConnection<String, byte[]> connection = redis.connect()) {
      double unused = new Load(connection, keys).run(WARM_UP);
      Load load = new Load(connection, keys);
      Map<String, Long> self = Map.of("client", ProcessHandle.current().pid());
      ProcessorTimes before = ProcessorTimes.of(stage.platform(), self);
      double seconds = load.run(duration);
      Map<String, Double> spent = ProcessorTimes.of(stage.platform(), self).since(before);
      spent.keySet().retainAll(List.of("client", "redis"));
      if (load.wrong > 0) {
        findings.add("%s: %d of %d found nothing".formatted(name, load.wrong, load.commands));
      }

      return new ReadRun(
          name,
          Standing.PEER,
          load.commands,
          (long) load.commands * keys,
          seconds,
          Latency.ofMicros(Arrays.copyOf(load.micros, load.commands)),
          spent);
    }
  }

  /** Asks again whenever it is answered. All answers come on the connection's one thread. */
  private static final class Load {
    private final StatefulRedisConnection<String, byte[]> connection;
    private final List<String[]> keySets;
    private final CountDownLatch lanes = new CountDownLatch(LANES);
    private long endNanos;
    private long[] micros = new long[1 << 16];
    private int commands;
    private long wrong;

    Load(StatefulRedisConnection<String, byte[]> connection, int keys) {
      this.connection = connection;
      Random random = new Random(SEED);
      this.keySets =
          IntStream.range(0, KEY_SETS)
              .mapToObj(
                  i ->
                      ReadOrders.some(keys, random).stream()
                          .map(LiveOrder::redisName)
                          .toArray(String[]::new))
              .toList();
    }

    double run(Duration span) {
      long begin = System.nanoTime();
      endNanos = begin + span.toNanos();
      for (int i = 0; i < LANES; i++) {
        ask();
      }
      try {
        if (!lanes.await(span.plus(PATIENCE).toMillis(), TimeUnit.MILLISECONDS)) {
          throw new FreshetException(Fault.DEPENDENCY, "Redis does not answer the bench's reads");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new FreshetException(Fault.CALLER, "Interrupted", e);
      }

      return (System.nanoTime() - begin) / NANOS;
    }

    private void ask() {
      String[] keys = keySets.get(commands % KEY_SETS);
      long asked = System.nanoTime();
      CompletionStage<Boolean> answer =
          keys.length == 1
              ? connection.async().get(keys[0]).thenApply(value -> value != null)
              : connection
                  .async()
                  .mget(keys)
                  .thenApply(values -> values.stream().allMatch(KeyValue::hasValue));
      CompletionStage<Boolean> unused =
          answer.whenComplete((isThere, failure) -> answered(asked, failure == null && isThere));
    }

    private void answered(long asked, boolean isThere) {
      long now = System.nanoTime();
      if (commands == micros.length) {
        micros = Arrays.copyOf(micros, 2 * commands);
      }
      micros[commands] = (now - asked) / NANOS_PER_MICRO;
      commands++;
      wrong += isThere ? 0 : 1;
      if (now < endNanos) {
        ask();
      } else {
        lanes.countDown();
      }
    }
  }
}
