package io.freshet.serving.live.redis;

import io.freshet.core.toolkit.Durations;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisLoadingException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * One Redis, by Lettuce: a connection for reads and one for messages, each of which comes back by
 * itself. Thread-safe.
 */
public final class LettuceDocuments implements Documents {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final Duration START_PAUSE = Duration.ofMillis(200);
  // Lettuce's own delay grows to half a minute: watchers would wait as long for a Redis that is
  // back.
  private static final Duration SHORTEST_DELAY = Duration.ofMillis(100);
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(1);
  private static final int THREADS = 2; // the least that Lettuce takes; they never wait
  private static final int MOST_WAITING_COMMANDS = 10_000;
  private static final RedisCodec<String, byte[]> CODEC =
      RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

  private final ClientResources resources;
  private final RedisClient client;
  private final StatefulRedisConnection<String, byte[]> reads;
  private final StatefulRedisPubSubConnection<String, byte[]> messages;

  private LettuceDocuments(
      ClientResources resources,
      RedisClient client,
      StatefulRedisConnection<String, byte[]> reads,
      StatefulRedisPubSubConnection<String, byte[]> messages) {
    this.resources = resources;
    this.client = client;
    this.reads = reads;
    this.messages = messages;
  }

  /**
   * Waits until Redis answers.
   *
   * @throws FreshetException {@code DEPENDENCY} when it does not within the timeout, {@code CALLER}
   *     when it refuses the password
   */
  public static LettuceDocuments connect(RedisSettings settings, Duration startTimeout) {
    ClientResources resources =
        DefaultClientResources.builder()
            .ioThreadPoolSize(THREADS)
            .computationThreadPoolSize(THREADS)
            .reconnectDelay(
                Delay.fullJitter(
                    SHORTEST_DELAY,
                    LONGEST_DELAY,
                    SHORTEST_DELAY.toMillis(),
                    TimeUnit.MILLISECONDS))
            .build();
    RedisClient client = RedisClient.create(resources, uri(settings));
    client.setOptions(options());
    try {
      return connect(resources, client, settings, startTimeout);
    } catch (RuntimeException e) {
      shutDown(client, resources);
      throw e;
    }
  }

  private static LettuceDocuments connect(
      ClientResources resources,
      RedisClient client,
      RedisSettings settings,
      Duration startTimeout) {
    long deadline = System.nanoTime() + startTimeout.toNanos();
    Supplier<FreshetException> away =
        () ->
            new FreshetException(
                Fault.DEPENDENCY,
                "Redis does not answer at %s within %s; start it or correct redis.host and redis.port"
                    .formatted(settings, Durations.print(startTimeout)));

    return new LettuceDocuments(
        resources,
        client,
        connection(() -> client.connect(CODEC), deadline, settings, away),
        connection(() -> client.connectPubSub(CODEC), deadline, settings, away));
  }

  private static <T> T connection(
      Supplier<T> connect, long deadline, RedisSettings settings, Supplier<FreshetException> away) {
    while (true) {
      try {
        return connect.get();
      } catch (RedisException e) {
        if (e.getCause() instanceof RedisCommandExecutionException refusal
            && !(refusal instanceof RedisLoadingException)) {
          throw new FreshetException(
              Fault.CALLER,
              "Redis at %s refuses us: %s; check redis.password"
                  .formatted(settings, refusal.getMessage()),
              e);
        }
        if (System.nanoTime() + START_PAUSE.toNanos() > deadline) {
          throw away.get();
        }
      }
      pause();
    }
  }

  /**
   * A further connection to the same Redis, for what would keep reads of orders waiting; closed
   * with the rest.
   */
  public StatefulRedisConnection<String, byte[]> another() {
    try {
      return client.connect(CODEC);
    } catch (RedisException e) {
      throw new FreshetException(
          Fault.DEPENDENCY, "Redis went away while this server started; start it again", e);
    }
  }

  @Override
  public void listen(Listener listener) {
    messages.addListener(
        new RedisPubSubAdapter<>() {
          @Override
          public void message(String channel, byte[] document) {
            listener.changed(channel, document);
          }
        });
    reads.addListener(new ConnectionWatch("reads", listener::readable, listener::away));
    messages.addListener(new ConnectionWatch("messages", listener::audible, () -> {}));
  }

  @Override
  public CompletionStage<List<Optional<byte[]>>> read(List<String> names) {
    return attempt(() -> reads.async().mget(names.toArray(String[]::new)))
        .thenApply(values -> values.stream().map(LettuceDocuments::value).toList());
  }

  @Override
  public CompletionStage<Void> subscribe(List<String> channels) {
    return attempt(() -> messages.async().subscribe(channels.toArray(String[]::new)));
  }

  @Override
  public CompletionStage<Void> unsubscribe(List<String> channels) {
    return attempt(() -> messages.async().unsubscribe(channels.toArray(String[]::new)));
  }

  @Override
  public CompletionStage<Void> ping() {
    return attempt(() -> reads.async().ping()).thenAccept(pong -> {});
  }

  @Override
  public void close() {
    shutDown(client, resources);
  }

  private static void shutDown(RedisClient client, ClientResources resources) {
    client.shutdown(Duration.ZERO, TIMEOUT);
    resources
        .shutdown(0, TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(TIMEOUT.toMillis());
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

  private static RedisURI uri(RedisSettings settings) {
    RedisURI.Builder uri =
        RedisURI.builder()
            .withHost(settings.host())
            .withPort(settings.port())
            .withClientName("freshet-live")
            .withTimeout(TIMEOUT);
    if (!settings.password().isEmpty()) {
      uri.withPassword(settings.password().toCharArray());
    }

    return uri.build();
  }

  /** What can't be sent now is not sent later: whoever asked would no longer want to know. */
  private static ClientOptions options() {
    return ClientOptions.builder()
        .autoReconnect(true)
        .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
        .requestQueueSize(MOST_WAITING_COMMANDS)
        .socketOptions(
            SocketOptions.builder()
                .connectTimeout(TIMEOUT)
                .tcpNoDelay(true)
                .keepAlive(
                    // A machine that has gone says nothing: it is missed after ten seconds or so.
                    SocketOptions.KeepAliveOptions.builder()
                        .enable()
                        .idle(Duration.ofSeconds(5))
                        .interval(Duration.ofSeconds(2))
                        .count(3)
                        .build())
                .build())
        .timeoutOptions(TimeoutOptions.enabled(TIMEOUT))
        .build();
  }

  private static void pause() {
    try {
      Thread.sleep(START_PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FreshetException(Fault.DEPENDENCY, "Stopped while waiting for Redis", e);
    }
  }
}
