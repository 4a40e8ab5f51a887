package io.freshet.serving.live.redis;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.RedisSettings;
import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisException;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Redis by Lettuce: what is read is sent to whoever has it, and messages come by shard channels,
 * which one server has as well. Thread-safe.
 */
public final class LettuceDocuments implements Documents {
  private final RedisLink redis;

  private LettuceDocuments(RedisLink redis) {
    this.redis = redis;
  }

  /**
   * Waits until Redis answers.
   *
   * @throws FreshetException {@code DEPENDENCY} when it does not within the timeout, {@code CALLER}
   *     when it refuses us, or is a Cluster where one server is meant or the reverse
   */
  public static LettuceDocuments connect(RedisSettings settings, Duration startTimeout) {
    RedisStart start = new RedisStart(settings, startTimeout);

    return new LettuceDocuments(
        settings.isCluster() ? ClusterLink.open(start) : ServerLink.open(start));
  }

  /**
   * A further connection to the same Redis, for what would keep reads of orders waiting; closed
   * with the rest.
   */
  public RedisClusterAsyncCommands<String, byte[]> another() {
    try {
      return redis.another();
    } catch (RedisException e) {
      throw new FreshetException(
          Fault.DEPENDENCY, "Redis went away while this server started; start it again", e);
    }
  }

  @Override
  public void listen(Listener listener) {
    redis
        .messages()
        .addListener(
            new RedisPubSubAdapter<>() {
              @Override
              public void smessage(String channel, byte[] document) {
                listener.changed(channel, document);
              }

              @Override
              public void sunsubscribed(String channel, long count) {
                listener.inaudible(channel);
              }
            });
    redis.watch(listener);
  }

  @Override
  public CompletionStage<List<Optional<byte[]>>> read(List<String> names) {
    return attempt(() -> redis.reads().mget(names.toArray(String[]::new)))
        .thenApply(values -> values.stream().map(LettuceDocuments::value).toList());
  }

  @Override
  public CompletionStage<Void> subscribe(List<String> channels) {
    return forAll(channels, some -> redis.messages().async().ssubscribe(some));
  }

  @Override
  public CompletionStage<Void> unsubscribe(List<String> channels) {
    return forAll(channels, some -> redis.messages().async().sunsubscribe(some));
  }

  private CompletionStage<Void> forAll(
      List<String> channels, Function<String[], CompletionStage<Void>> command) {
    return CompletableFuture.allOf(
        redis.together(channels).stream()
            .map(some -> attempt(() -> command.apply(some.toArray(String[]::new))))
            .map(CompletionStage::toCompletableFuture)
            .toArray(CompletableFuture<?>[]::new));
  }

  @Override
  public CompletionStage<Void> ping() {
    return attempt(() -> redis.reads().ping()).thenAccept(pong -> {});
  }

  @Override
  public void close() {
    redis.close();
  }

  private static <T> CompletionStage<T> attempt(Supplier<CompletionStage<T>> command) {
    try {
      return command.get();
    } catch (RedisException away) {
      return CompletableFuture.failedFuture(away);
    }
  }

  private static Optional<byte[]> value(KeyValue<String, byte[]> held) {
    return held.hasValue() ? Optional.of(held.getValue()) : Optional.empty();
  }
}
