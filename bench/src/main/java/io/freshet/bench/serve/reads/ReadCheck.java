package io.freshet.bench.serve.reads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.bench.Pauses;
import io.freshet.bench.serve.LiveOrder;
import io.freshet.bench.serve.OrderTokens;
import io.freshet.bench.serve.Redis;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.lettuce.core.KeyValue;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/** Somebody who reads all the while as everybody does, and holds each answer against Redis. */
final class ReadCheck implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration EVERY = Duration.ofMillis(200);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int ORDERS = 20;
  private static final long SEED = 7;

  private final URI live;
  private final OrderTokens tokens;
  private final String key;
  private final StatefulRedisConnection<String, byte[]> redis;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Random random = new Random(SEED);
  private final AtomicBoolean isOver = new AtomicBoolean();
  private final CompletableFuture<Answers> answers;

  /** How many answers there were, each for one order, and how many of them were wrong. */
  record Answers(long all, long wrong) {}

  /**
   * @param key of services
   */
  ReadCheck(URI live, OrderTokens tokens, String key, Redis redis) {
    this.live = live;
    this.tokens = tokens;
    this.key = key;
    this.redis = redis.connect();
    this.answers = CompletableFuture.supplyAsync(this::read);
  }

  /** Ends it. */
  Answers end() {
    isOver.set(true);

    return answers.join();
  }

  private Answers read() {
    long all = 0;
    long wrong = 0;
    while (!isOver.get()) {
      List<LiveOrder> orders = ReadOrders.some(ORDERS, random);
      List<JsonNode> held = held(orders);
      List<JsonNode> batch = batch(orders);
      JsonNode single = single(orders.get(0));
      all += ORDERS + 1;
      wrong += IntStream.range(0, ORDERS).filter(i -> !held.get(i).equals(batch.get(i))).count();
      wrong += held.get(0).equals(single) ? 0 : 1;
      Pauses.pause(EVERY);
    }

    return new Answers(all, wrong);
  }

  private List<JsonNode> held(List<LiveOrder> orders) {
    return redis
        .sync()
        .mget(orders.stream().map(LiveOrder::redisName).toArray(String[]::new))
        .stream()
        .map(KeyValue::getValue)
        .map(ReadCheck::json)
        .toList();
  }

  private List<JsonNode> batch(List<LiveOrder> orders) {
    JsonNode answer =
        ask(
            HttpRequest.newBuilder(live.resolve(ReadShape.BATCH_PATH))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(ReadShape.batch(orders))),
            key);

    return IntStream.range(0, orders.size()).mapToObj(answer.path("orders")::path).toList();
  }

  private JsonNode single(LiveOrder order) {
    return ask(HttpRequest.newBuilder(live.resolve(order.path())), tokens.of(order));
  }

  private JsonNode ask(HttpRequest.Builder request, String shown) {
    try {
      return json(
          client
              .send(
                  request.header("Authorization", "Bearer " + shown).timeout(TIMEOUT).build(),
                  HttpResponse.BodyHandlers.ofByteArray())
              .body());
    } catch (IOException none) {
      return JSON.missingNode(); // no answer is a wrong one
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FreshetException(Fault.CALLER, "Interrupted", e);
    }
  }

  private static JsonNode json(byte[] bytes) {
    try {
      return JSON.readTree(bytes);
    } catch (IOException none) {
      return JSON.missingNode();
    }
  }

  @Override
  public void close() {
    isOver.set(true);
    redis.close();
  }
}
