package io.freshet.serving.eta.redis;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.JedisCluster;
import redis.clients.jedis.JedisPooled;
import redis.clients.jedis.Response;
import redis.clients.jedis.ScanIteration;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisRedirectionException;

/**
 * Reads what Redis holds, one server or all nodes of a Cluster, and takes documents away. Not
 * thread-safe.
 */
public final class RedisDocuments implements AutoCloseable {
  private static final int KEYS_AT_ONCE = 1_000;

  /** Another text in the place of one that nobody has replaced; its time to live stays. */
  private static final String REPLACE =
      """
      if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
      redis.call('SET', KEYS[1], ARGV[2], 'KEEPTTL')
      return 1""";

  /** Stands for what is no text, such as a list; no document of ours. */
  private static final String NO_TEXT = "";

  private final RedisTarget target;
  private final UnifiedJedis jedis;

  private RedisDocuments(RedisTarget target, UnifiedJedis jedis) {
    this.target = target;
    this.jedis = jedis;
  }

  /**
   * @throws FreshetException {@code DEPENDENCY} when it is away, {@code CALLER} when it does not
   *     let us in
   */
  public static RedisDocuments connect(RedisTarget target) {
    JedisClientConfig config = NewerWins.config(target);
    Set<HostAndPort> nodes =
        target.redis().nodes().stream()
            .map(node -> new HostAndPort(node.host(), node.port()))
            .collect(Collectors.toSet());

    return asking(
        target,
        () ->
            new RedisDocuments(
                target,
                target.redis().isCluster()
                    ? new JedisCluster(nodes, config)
                    : new JedisPooled(nodes.iterator().next(), config)));
  }

  /** Hands over each key of an order; one may come twice. */
  public void orderKeys(Consumer<String> reader) {
    keys(RedisKeys.ORDERS, reader);
  }

  /** Hands over each key of a dasher; one may come twice. */
  public void dasherKeys(Consumer<String> reader) {
    keys(RedisKeys.DASHERS, reader);
  }

  /** Hands over each key of one dasher, in whatever market; one may come twice. */
  void keysOfDasher(long dasherId, Consumer<String> reader) {
    keys(RedisKeys.dasherAnywhere(dasherId), reader);
  }

  /** Hands over each key of a market's supply; one may come twice. */
  public void supplyKeys(Consumer<String> reader) {
    keys(RedisKeys.SUPPLIES, reader);
  }

  private void keys(String pattern, Consumer<String> reader) {
    asking(
        target,
        () -> {
          ScanIteration scan = jedis.scanIteration(KEYS_AT_ONCE, pattern);
          while (!scan.isIterationCompleted()) {
            scan.nextBatchList().forEach(reader);
          }

          return true;
        });
  }

  /** The text at each key, in their order, in one round trip; empty where nothing is. */
  public List<Optional<String>> read(List<String> keys) {
    return asking(
        target,
        () -> {
          List<Response<String>> responses = new ArrayList<>(keys.size());
          try (AbstractPipeline pipeline = jedis.pipelined()) {
            keys.forEach(key -> responses.add(pipeline.get(key)));
            pipeline.sync();
          }
          List<Optional<String>> texts = new ArrayList<>(keys.size());
          for (int i = 0; i < keys.size(); i++) {
            texts.add(Optional.ofNullable(text(keys.get(i), responses.get(i))));
          }

          return texts;
        });
  }

  /** Whether it was there. */
  boolean remove(String key) {
    return asking(target, () -> jedis.del(key) > 0);
  }

  /**
   * Puts a text in the place of another.
   *
   * @return false where the key holds yet another one by now, or none
   */
  boolean replace(String key, String held, String other) {
    return asking(target, () -> jedis.eval(REPLACE, List.of(key), List.of(held, other)).equals(1L));
  }

  private String text(String key, Response<String> response) {
    try {
      return response.get();
    } catch (JedisRedirectionException moved) {
      return jedis.get(key); // it follows
    } catch (JedisDataException e) {
      if (new ErrorReply(target, e).isWrongType()) {
        return NO_TEXT;
      }
      throw e;
    }
  }

  @Override
  public void close() {
    jedis.close();
  }

  private static <T> T asking(RedisTarget target, Supplier<T> question) {
    try {
      return question.get();
    } catch (JedisDataException e) {
      ErrorReply reply = new ErrorReply(target, e);
      throw reply.isPassing() ? away(target, e) : reply.failure();
    } catch (JedisException e) {
      throw away(target, e);
    }
  }

  private static FreshetException away(RedisTarget target, JedisException e) {
    return new FreshetException(
        Fault.DEPENDENCY,
        "Cannot read Redis at %s: %s; run it again when it answers"
            .formatted(target, e.getMessage()),
        e);
  }
}
