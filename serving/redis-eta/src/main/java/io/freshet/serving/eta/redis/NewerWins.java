package io.freshet.serving.eta.redis;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * One connection to Redis through which hashes are replaced by newer ones, and only by newer ones.
 * Sending the same writes again changes nothing and tells nobody. Not thread-safe.
 */
final class NewerWins implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NewerWins.class);
  private static final String SCRIPT = script();
  private static final int TIMEOUT_MILLIS = 5_000;

  private final Jedis jedis;
  private final String sha;

  private NewerWins(Jedis jedis) {
    this.jedis = jedis;
    this.sha = jedis.scriptLoad(SCRIPT);
  }

  /**
   * @throws FreshetException the caller's fault, when Redis does not let us in
   */
  static NewerWins connect(RedisTarget target) {
    DefaultJedisClientConfig config =
        DefaultJedisClientConfig.builder()
            .password(target.password().isEmpty() ? null : target.password())
            .connectionTimeoutMillis(TIMEOUT_MILLIS)
            .socketTimeoutMillis(TIMEOUT_MILLIS)
            .clientName("freshet-eta")
            .build();
    Jedis jedis = null;
    try {
      jedis = new Jedis(new HostAndPort(target.host(), target.port()), config);

      return new NewerWins(jedis);
    } catch (RuntimeException e) {
      if (jedis != null) {
        closeWhateverIsLeft(jedis);
      }
      throw isRefusal(e)
          ? new FreshetException(
              Fault.CALLER,
              "Redis at %s does not let us in: %s; check redis.password"
                  .formatted(target, e.getMessage()),
              e)
          : e;
    }
  }

  /** A wrong password, a missing one, or one that nobody asked for: waiting would not help. */
  private static boolean isRefusal(RuntimeException e) {
    return e instanceof JedisAccessControlException
        || (e instanceof JedisDataException
            && (e.getMessage().startsWith("NOAUTH") || e.getMessage().startsWith("ERR AUTH")));
  }

  /** What became of one write. */
  enum Result {
    WRITTEN,
    /** Something as new or newer was there. */
    STALE,
    /** Redis can't take it now. */
    RETRY,
    /** Redis will never take it, because the key holds something that is no hash of ours. */
    REFUSED
  }

  /**
   * Sends all writes in one round trip; the results are in their order.
   *
   * @throws redis.clients.jedis.exceptions.JedisConnectionException when Redis is away; any of the
   *     writes may have been done
   */
  List<Result> write(Collection<RedisWrite> writes) {
    List<Response<Object>> responses = new ArrayList<>(writes.size());
    Pipeline pipeline = jedis.pipelined();
    for (RedisWrite write : writes) {
      responses.add(pipeline.evalsha(sha, List.of(write.key()), arguments(write)));
    }
    pipeline.sync();

    return responses.stream().map(NewerWins::result).toList();
  }

  @Override
  public void close() {
    closeWhateverIsLeft(jedis);
  }

  private static void closeWhateverIsLeft(Jedis connection) {
    try {
      connection.close();
    } catch (JedisException e) {
      // The other side has gone; Jedis says good-bye on the broken connection all the same.
      LOG.debug("Connection to Redis was already broken", e);
    }
  }

  private static Result result(Response<Object> response) {
    try {
      return Long.valueOf(1).equals(response.get()) ? Result.WRITTEN : Result.STALE;
    } catch (JedisDataException e) {
      // Redis 6 wraps the error of a command in the script's, Redis 7 does not.
      return e.getMessage().contains("WRONGTYPE") ? Result.REFUSED : Result.RETRY;
    }
  }

  private static List<String> arguments(RedisWrite write) {
    List<String> arguments = new ArrayList<>(4 + write.fields().size());
    arguments.add(Long.toString(write.version()));
    arguments.add(Long.toString(write.millis()));
    arguments.add(Long.toString(write.ttlMillis()));
    arguments.add(write.channel());
    arguments.addAll(write.fields());

    return arguments;
  }

  private static String script() {
    try (InputStream stream = NewerWins.class.getResourceAsStream("newer-wins.lua")) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new FreshetException(Fault.OURS, "Cannot read newer-wins.lua from the class path", e);
    }
  }
}
