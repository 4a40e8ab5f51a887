package io.freshet.ingestion.sqlapps.redis;

import io.freshet.core.redis.JedisClients;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.RedisSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.JedisCluster;
import redis.clients.jedis.JedisPooled;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisBroadcastException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A way to one server, or to all nodes of a Cluster, on which hashes are replaced by newer ones.
 * Not thread-safe.
 */
final class RedisConnection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RedisConnection.class);
  private static final String SCRIPT = script();
  private static final int TIMEOUT_MILLIS = 5_000;

  /** What the next attempt may not meet any more. Redis 6 wraps it in the script's error. */
  private static final Pattern PASSING =
      Pattern.compile("\\b(?:NOSCRIPT|LOADING|BUSY|READONLY|OOM|MISCONF|NOREPLICAS|MASTERDOWN)\\b");

  /** Of a Cluster as well: a slot is elsewhere, on its way, or without a primary. */
  private static final Pattern PASSING_IN_A_CLUSTER =
      Pattern.compile("\\b(?:MOVED|ASK|TRYAGAIN|CLUSTERDOWN)\\b");

  private static final Pattern NO_HASH = Pattern.compile("\\bWRONGTYPE\\b");

  private final RedisSettings target;
  private final UnifiedJedis jedis;
  private final String sha;

  private RedisConnection(RedisSettings target, UnifiedJedis jedis) {
    this.target = target;
    this.jedis = jedis;
    this.sha = jedis.scriptLoad(SCRIPT);
  }

  /** What became of a hash. */
  enum Result {
    SETTLED,
    /** Redis can't take it now. */
    RETRY,
    /** Redis will never take it: the key holds something that is no hash. */
    REFUSED
  }

  /**
   * @throws FreshetException when Redis does not let us in
   * @throws JedisException when it is away
   */
  static RedisConnection open(RedisSettings target) {
    UnifiedJedis jedis = null;
    try {
      jedis = connect(target);

      return new RedisConnection(target, jedis);
    } catch (JedisException e) {
      if (jedis != null) {
        closeQuietly(jedis);
      }
      requirePassing(target, e);
      throw e;
    }
  }

  private static UnifiedJedis connect(RedisSettings target) {
    JedisClientConfig config =
        JedisClients.config(target)
            .connectionTimeoutMillis(TIMEOUT_MILLIS)
            .socketTimeoutMillis(TIMEOUT_MILLIS)
            .clientName("freshet-sql-apps")
            .build();
    Set<HostAndPort> nodes =
        target.nodes().stream()
            .map(node -> new HostAndPort(node.host(), node.port()))
            .collect(Collectors.toSet());

    return target.isCluster()
        ? new JedisCluster(nodes, config)
        : new JedisPooled(nodes.iterator().next(), config);
  }

  /** A Cluster's client says itself that it can't begin, or not with all; why, stands inside. */
  private static void requirePassing(RedisSettings target, JedisException failure) {
    Stream<?> inside =
        failure instanceof JedisBroadcastException some
            ? some.getReplies().values().stream()
            : Stream.concat(Stream.of(failure), Stream.of(failure.getSuppressed()));
    Optional<JedisDataException> lasting =
        inside
            .filter(JedisDataException.class::isInstance)
            .map(JedisDataException.class::cast)
            .filter(error -> !isPassing(target, error))
            .findFirst();
    if (lasting.isPresent()) {
      throw refused(target, lasting.get());
    }
  }

  /**
   * Sends all in one round trip, to each node of a Cluster its own.
   *
   * @throws JedisException when Redis is away; any of them may have been done
   */
  Map<RedisHash, Result> write(Collection<RedisHash> hashes) {
    Map<RedisHash, Response<Object>> responses = new LinkedHashMap<>();
    try (AbstractPipeline pipeline = jedis.pipelined()) {
      for (RedisHash hash : hashes) {
        List<String> arguments = new ArrayList<>();
        arguments.add(Long.toString(hash.newest()));
        arguments.add(Long.toString(hash.ttlMillis()));
        arguments.addAll(hash.fields());
        responses.put(hash, pipeline.evalsha(sha, List.of(hash.key()), arguments));
      }
      pipeline.sync();
    }
    Map<RedisHash, Result> results = new LinkedHashMap<>();
    responses.forEach((hash, response) -> results.put(hash, result(response)));

    return results;
  }

  private Result result(Response<Object> response) {
    try {
      response.get();

      return Result.SETTLED;
    } catch (JedisDataException e) {
      if (isPassing(target, e)) {
        return Result.RETRY;
      }
      if (NO_HASH.matcher(e.getMessage()).find()) {
        return Result.REFUSED;
      }
      throw refused(target, e);
    } catch (IllegalStateException e) {
      // So Jedis tells of a node that has gone before it answered.
      return Result.RETRY;
    }
  }

  private static boolean isPassing(RedisSettings target, JedisDataException error) {
    return PASSING.matcher(error.getMessage()).find()
        || (target.isCluster() && PASSING_IN_A_CLUSTER.matcher(error.getMessage()).find());
  }

  private static FreshetException refused(RedisSettings target, JedisDataException error) {
    return new FreshetException(
        Fault.CALLER,
        ("Redis at %s does not take our writes: %s; check redis.password and its rights, and that"
                + " redis.nodes names a Cluster and redis.host one server")
            .formatted(target, error.getMessage()),
        error);
  }

  @Override
  public void close() {
    closeQuietly(jedis);
  }

  private static void closeQuietly(UnifiedJedis connection) {
    try {
      connection.close();
    } catch (JedisException e) {
      // The other side has gone; Jedis says good-bye on the broken connection all the same.
      LOG.debug("Connection to Redis was already broken", e);
    }
  }

  private static String script() {
    try (InputStream stream = RedisConnection.class.getResourceAsStream("newest-wins.lua")) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new FreshetException(Fault.OURS, "Cannot read newest-wins.lua from the class path", e);
    }
  }
}
