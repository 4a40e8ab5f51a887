package io.freshet.ingestion.sqlapps.redis;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** One connection through which hashes are replaced by newer ones. Not thread-safe. */
final class RedisConnection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RedisConnection.class);
  private static final String SCRIPT = script();
  private static final int TIMEOUT_MILLIS = 5_000;

  /** What the next attempt may not meet any more. Redis 6 wraps it in the script's error. */
  private static final Pattern PASSING =
      Pattern.compile("\\b(?:NOSCRIPT|LOADING|BUSY|READONLY|OOM|MISCONF|NOREPLICAS|MASTERDOWN)\\b");

  private static final Pattern NO_HASH = Pattern.compile("\\bWRONGTYPE\\b");

  private final RedisTarget target;
  private final Jedis jedis;
  private final String sha;

  private RedisConnection(RedisTarget target, Jedis jedis) {
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
  static RedisConnection open(RedisTarget target) {
    DefaultJedisClientConfig config =
        DefaultJedisClientConfig.builder()
            .password(target.password().isEmpty() ? null : target.password())
            .connectionTimeoutMillis(TIMEOUT_MILLIS)
            .socketTimeoutMillis(TIMEOUT_MILLIS)
            .clientName("freshet-sql-apps")
            .build();
    Jedis jedis = new Jedis(new HostAndPort(target.host(), target.port()), config);
    try {
      return new RedisConnection(target, jedis);
    } catch (JedisDataException e) {
      closeQuietly(jedis);
      throw isPassing(e) ? e : refused(target, e);
    } catch (RuntimeException e) {
      closeQuietly(jedis);
      throw e;
    }
  }

  /**
   * Sends all in one round trip.
   *
   * @throws JedisException when Redis is away; any of them may have been done
   */
  Map<RedisHash, Result> write(Collection<RedisHash> hashes) {
    Map<RedisHash, Response<Object>> responses = new LinkedHashMap<>();
    Pipeline pipeline = jedis.pipelined();
    for (RedisHash hash : hashes) {
      List<String> arguments = new ArrayList<>();
      arguments.add(Long.toString(hash.newest()));
      arguments.add(Long.toString(hash.ttlMillis()));
      arguments.addAll(hash.fields());
      responses.put(hash, pipeline.evalsha(sha, List.of(hash.key()), arguments));
    }
    pipeline.sync();
    Map<RedisHash, Result> results = new LinkedHashMap<>();
    responses.forEach((hash, response) -> results.put(hash, result(response)));

    return results;
  }

  private Result result(Response<Object> response) {
    try {
      response.get();

      return Result.SETTLED;
    } catch (JedisDataException e) {
      if (isPassing(e)) {
        return Result.RETRY;
      }
      if (NO_HASH.matcher(e.getMessage()).find()) {
        return Result.REFUSED;
      }
      throw refused(target, e);
    }
  }

  private static boolean isPassing(JedisDataException error) {
    return PASSING.matcher(error.getMessage()).find();
  }

  private static FreshetException refused(RedisTarget target, JedisDataException error) {
    return new FreshetException(
        Fault.CALLER,
        ("Redis at %s does not take our writes: %s; check redis.host, which must be no cluster,"
                + " redis.password and its rights")
            .formatted(target, error.getMessage()),
        error);
  }

  @Override
  public void close() {
    closeQuietly(jedis);
  }

  private static void closeQuietly(Jedis connection) {
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
