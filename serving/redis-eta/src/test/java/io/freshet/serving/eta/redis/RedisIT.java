package io.freshet.serving.eta.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.RedisSettings;
import io.freshet.core.toolkit.RedisSettings.Node;
import io.freshet.serving.eta.redis.NewerWins.Answer;
import io.freshet.serving.eta.redis.NewerWins.Result;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisShardedPubSub;

@Timeout(60)
class RedisIT {
  private static final long SEED = 20_261_122;
  private static final long MINUTE = 60_000;
  private static final int ORDERS = 40;
  private static final int VERSIONS = 5;
  private static final int TIMES = 6;

  @TempDir private static Path folder;
  private static RedisProcess redis;

  @BeforeAll
  static void start() {
    redis = RedisProcess.start(folder);
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @BeforeEach
  void empty() {
    try (Jedis jedis = redis.client()) {
      jedis.flushAll();
    }
  }

  @Test
  void endsWithTheNewestOfEachHoweverWritesAreShuffledAndDoubled() {
    try (NewerWins script = connect();
        Jedis jedis = redis.client()) {
      for (List<RedisWrite> batch : batches(shuffledAndDoubled())) {
        script.write(batch);
      }

      for (int order = 0; order < ORDERS; order++) {
        assertThat(jedis.get(RedisKeys.order("m", order)))
            .isEqualTo(document(order, VERSIONS, TIMES * 1000));
      }
    }
  }

  @Test
  void publishesEachChangeOnceAndNeverBackwards() throws Exception {
    Queue<String> heard = new ConcurrentLinkedQueue<>();
    ExecutorService listener = Executors.newSingleThreadExecutor();
    CountDownLatch subscribed = new CountDownLatch(ORDERS);
    JedisShardedPubSub ear = ear(heard, subscribed);
    Future<?> listening =
        listener.submit(
            () -> {
              try (Jedis jedis = redis.client()) {
                ear.proceed(jedis.getConnection(), channels());
              }
            });
    assertThat(subscribed.await(10, TimeUnit.SECONDS)).isTrue();
    long written = 0;
    try (NewerWins script = connect()) {
      for (List<RedisWrite> batch : batches(shuffledAndDoubled())) {
        written += script.write(batch).stream().filter(a -> a.result() == Result.WRITTEN).count();
      }
    }

    long expected = written;
    await().atMost(Duration.ofSeconds(10)).until(() -> heard.size() >= expected);
    ear.sunsubscribe();
    listening.get(10, TimeUnit.SECONDS);
    listener.shutdown();
    assertThat(heard).hasSize((int) expected).doesNotHaveDuplicates();
    assertThat(expected).isBetween((long) ORDERS, (long) ORDERS * VERSIONS * TIMES);
    assertEachChannelRises(heard);
  }

  @Test
  void replacesADasherByTimeAlone() {
    try (NewerWins script = connect();
        Jedis jedis = redis.client()) {
      script.write(List.of(dasher(2_000)));

      assertThat(script.write(List.of(dasher(1_000), dasher(2_000))))
          .containsExactly(new Answer(Result.STALE, ""), new Answer(Result.STALE, ""));
      assertThat(script.write(List.of(dasher(3_000))))
          .containsExactly(new Answer(Result.WRITTEN, ""));
      assertThat(jedis.get("d")).isEqualTo("{\"event_time_ms\":3000}");
    }
  }

  private static RedisWrite dasher(long millis) {
    return new RedisWrite("d", 0, millis, MINUTE, "", "{\"event_time_ms\":%d}".formatted(millis));
  }

  @Test
  void letsADocumentExpire() {
    try (NewerWins script = connect();
        Jedis jedis = redis.client()) {
      script.write(List.of(write(1, 1, 1_000)));
      assertThat(jedis.pttl(RedisKeys.order("m", 1))).isBetween(1L, MINUTE);

      script.write(List.of(new RedisWrite("gone", 0, 1, 1, "", "{\"event_time_ms\":1}")));
      await().atMost(Duration.ofSeconds(10)).until(() -> !jedis.exists("gone"));
    }
  }

  @Test
  void doesNotProlongADocumentByAnOlderWrite() {
    try (NewerWins script = connect();
        Jedis jedis = redis.client()) {
      script.write(List.of(write(1, 2, 2_000)));
      jedis.pexpire(RedisKeys.order("m", 1), 30_000);

      assertThat(script.write(List.of(write(1, 1, 9_000))))
          .containsOnly(new Answer(Result.STALE, ""));
      assertThat(jedis.pttl(RedisKeys.order("m", 1))).isLessThanOrEqualTo(30_000);
    }
  }

  @Test
  void leavesOutAKeyThatHoldsSomethingElseAndGoesOn() throws Exception {
    try (Jedis jedis = redis.client();
        RedisWriter writer = writer()) {
      jedis.set(RedisKeys.order("m", 1), "somebody else's");
      jedis.hset(RedisKeys.order("m", 2), "is", "somebody else's");
      writer.write(write(1, 1, 1_000), null);
      writer.write(write(2, 1, 1_000), null);
      writer.write(write(3, 1, 1_000), null);
      writer.flush(false);

      assertThat(jedis.get(RedisKeys.order("m", 1))).isEqualTo("somebody else's");
      assertThat(jedis.type(RedisKeys.order("m", 2))).isEqualTo("hash");
      assertThat(jedis.exists(RedisKeys.order("m", 3))).isTrue();
    }
  }

  @Test
  void goesOnAfterRedisForgotTheScript() throws Exception {
    try (Jedis jedis = redis.client();
        RedisWriter writer = writer()) {
      writer.write(write(1, 1, 1_000), null);
      writer.flush(false);
      jedis.scriptFlush();
      writer.write(write(1, 2, 2_000), null);
      writer.flush(false);

      assertThat(jedis.get(RedisKeys.order("m", 1))).isEqualTo(document(1, 2, 2_000));
    }
  }

  @Test
  void losesNothingWhenRedisIsKilledInTheMiddle() throws Exception {
    List<RedisWrite> writes = shuffledAndDoubled();
    CompletableFuture<Void> firstThird = new CompletableFuture<>();
    CompletableFuture<Void> killed = new CompletableFuture<>();
    ExecutorService thread = Executors.newSingleThreadExecutor();
    Future<?> writing =
        thread.submit(
            () -> {
              try (RedisWriter writer = writer()) {
                for (int i = 0; i < writes.size(); i++) {
                  writer.write(writes.get(i), null);
                  if (i == writes.size() / 3) {
                    writer.flush(false);
                    firstThird.complete(null);
                    killed.get(20, TimeUnit.SECONDS);
                  }
                }
                writer.flush(true);
              }
              return null;
            });

    firstThird.get(20, TimeUnit.SECONDS);
    redis.kill();
    killed.complete(null);
    redis.startAgain();
    writing.get(30, TimeUnit.SECONDS);
    thread.shutdown();

    try (Jedis jedis = redis.client()) {
      for (int order = 0; order < ORDERS; order++) {
        assertThat(jedis.get(RedisKeys.order("m", order)))
            .isEqualTo(document(order, VERSIONS, TIMES * 1000));
      }
    }
  }

  @Test
  void waitsInsteadOfLosingWhileRedisIsAway() throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try (RedisWriter writer = writer()) {
      writer.write(write(1, 1, 1_000), null);
      writer.flush(false);
      redis.kill();
      writer.write(write(1, 2, 2_000), null);
      Future<?> flushing =
          thread.submit(
              () -> {
                writer.flush(false);
                return null;
              });
      await()
          .during(Duration.ofMillis(500))
          .atMost(Duration.ofSeconds(5))
          .until(() -> !flushing.isDone());

      redis.startAgain();
      flushing.get(20, TimeUnit.SECONDS);
    } finally {
      thread.shutdown();
    }
    try (Jedis jedis = redis.client()) {
      assertThat(jedis.get(RedisKeys.order("m", 1))).isEqualTo(document(1, 2, 2_000));
    }
  }

  @Test
  void waitsWhileRedisMayOnlyBeRead() throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try (Jedis jedis = redis.client();
        RedisWriter writer = writer()) {
      jedis.replicaof("127.0.0.1", 1);
      writer.write(write(1, 1, 1_000), null);
      Future<?> flushing =
          thread.submit(
              () -> {
                writer.flush(false);
                return null;
              });
      try {
        await()
            .during(Duration.ofMillis(500))
            .atMost(Duration.ofSeconds(5))
            .until(() -> !flushing.isDone());
      } finally {
        jedis.replicaofNoOne();
      }

      flushing.get(20, TimeUnit.SECONDS);
      assertThat(jedis.get(RedisKeys.order("m", 1))).isEqualTo(document(1, 1, 1_000));
    } finally {
      thread.shutdown();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-evalsha", "-script", "-set"})
  void refusesToGoOnWithoutTheRightsItNeeds(String right) throws Exception {
    try (Jedis jedis = redis.client();
        RedisWriter writer = writer()) {
      jedis.aclSetUser("default", right);
      try {
        writer.write(write(1, 1, 1_000), null);

        assertThatThrownBy(() -> writer.flush(false))
            .isInstanceOfSatisfying(
                FreshetException.class,
                failure -> assertThat(failure.fault()).isEqualTo(Fault.CALLER))
            .hasMessageStartingWith("Redis at %s does not take our writes: ", redis.target());
      } finally {
        jedis.aclSetUser("default", "+@all");
      }
    }
  }

  @Test
  void refusesToGoOnWithAWrongPassword() {
    RedisTarget target = redis.target();
    Node node = target.redis().nodes().get(0);
    RedisTarget wrong =
        new RedisTarget(
            RedisSettings.server(node.host(), node.port(), "wrong"),
            target.batch(),
            target.linger());
    try (RedisWriter writer = writer(wrong)) {
      assertThatThrownBy(
              () -> {
                writer.write(write(1, 1, 1_000), null);
                writer.flush(false);
              })
          .isInstanceOf(FreshetException.class)
          .hasMessageContaining("redis.password");
    }
  }

  /** Every version of every order at every time, each once or twice, in any order. */
  private static List<RedisWrite> shuffledAndDoubled() {
    Random random = new Random(SEED);
    List<RedisWrite> writes = new ArrayList<>();
    for (int order = 0; order < ORDERS; order++) {
      for (int version = 1; version <= VERSIONS; version++) {
        for (int time = 1; time <= TIMES; time++) {
          RedisWrite write = write(order, version, time * 1_000);
          writes.addAll(Collections.nCopies(1 + random.nextInt(2), write));
        }
      }
    }
    Collections.shuffle(writes, random);

    return writes;
  }

  private static List<List<RedisWrite>> batches(List<RedisWrite> writes) {
    Random random = new Random(SEED);
    List<List<RedisWrite>> batches = new ArrayList<>();
    for (int from = 0; from < writes.size(); ) {
      int to = Math.min(writes.size(), from + 1 + random.nextInt(50));
      batches.add(writes.subList(from, to));
      from = to;
    }

    return batches;
  }

  private static RedisWrite write(long order, int version, long millis) {
    return new RedisWrite(
        RedisKeys.order("m", order),
        version,
        millis,
        MINUTE,
        RedisKeys.orderChannel("m", order),
        document(order, version, millis));
  }

  private static String document(long order, int version, long millis) {
    return "{\"order_version\":%d,\"event_time_ms\":%d,\"order_id\":%d}"
        .formatted(version, millis, order);
  }

  private static NewerWins connect() {
    return NewerWins.connect(redis.target(), redis.target().redis().nodes().get(0));
  }

  private static RedisWriter writer() {
    return writer(redis.target());
  }

  private static RedisWriter writer(RedisTarget target) {
    SinkWriterMetricGroup metrics = UnregisteredMetricsGroup.createSinkWriterMetricGroup();

    return new RedisWriter(target, new StoppedClock(), metrics);
  }

  /** Flushes happen when a test says so. */
  private static final class StoppedClock implements ProcessingTimeService {
    @Override
    public long getCurrentProcessingTime() {
      return 0;
    }

    @Override
    public ScheduledFuture<?> registerTimer(long time, ProcessingTimeCallback target) {
      return null;
    }
  }

  private static String[] channels() {
    return IntStream.range(0, ORDERS)
        .mapToObj(order -> RedisKeys.orderChannel("m", order))
        .toArray(String[]::new);
  }

  private static JedisShardedPubSub ear(Queue<String> heard, CountDownLatch subscribed) {
    return new JedisShardedPubSub() {
      @Override
      public void onSSubscribe(String channel, int channels) {
        subscribed.countDown();
      }

      @Override
      public void onSMessage(String channel, String message) {
        heard.add(field(message, "order_id") + " " + rank(message));
      }
    };
  }

  private static void assertEachChannelRises(Queue<String> heard) {
    Map<String, Long> newest = new HashMap<>();
    for (String message : heard) {
      String[] parts = message.split(" ", -1);
      long rank = Long.parseLong(parts[1]);
      assertThat(rank).isGreaterThan(newest.getOrDefault(parts[0], -1L));
      newest.put(parts[0], rank);
    }
    assertThat(newest.values()).containsOnly(VERSIONS * 1_000_000L + TIMES * 1000L);
  }

  private static long rank(String message) {
    return Long.parseLong(field(message, "order_version")) * 1_000_000
        + Long.parseLong(field(message, "event_time_ms"));
  }

  private static String field(String json, String name) {
    String from = json.substring(json.indexOf("\"" + name + "\":") + name.length() + 3);

    return from.substring(0, from.indexOf(from.contains(",") ? ',' : '}'));
  }
}
