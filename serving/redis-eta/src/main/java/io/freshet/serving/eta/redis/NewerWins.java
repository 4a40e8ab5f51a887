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
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * One connection to Redis through which documents are replaced by newer ones, and only by newer
 * ones. Sending the same writes again changes nothing and tells nobody. Not thread-safe.
 */
final class NewerWins implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NewerWins.class);
  private static final String SCRIPT = script();
  private static final int TIMEOUT_MILLIS = 5_000;

  private final RedisTarget target;
  private final Jedis jedis;
  private final String sha;

  private NewerWins(RedisTarget target, Jedis jedis) {
    this.target = target;
    this.jedis = jedis;
    this.sha = jedis.scriptLoad(SCRIPT);
  }

  /**
   * @throws FreshetException when Redis does not let us in, or not do what we must
   * @throws JedisException when it is away, or can't let us in yet
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

      return new NewerWins(target, jedis);
    } catch (RuntimeException e) {
      if (jedis != null) {
        closeWhateverIsLeft(jedis);
      }
      if (e instanceof JedisDataException error) {
        ErrorReply reply = new ErrorReply(target, error);
        throw reply.isPassing() ? e : reply.failure();
      }
      throw e;
    }
  }

  /**
   * What became of one write.
   *
   * @param error what Redis said against it; empty when it said nothing
   */
  record Answer(Result result, String error) {}

  /** What became of a write. */
  enum Result {
    WRITTEN,
    /** Something as new or newer was there. */
    STALE,
    /** Redis can't take it now. */
    RETRY,
    /** Redis will never take it, because the key holds something that is no document of ours. */
    REFUSED
  }

  /**
   * Sends all writes in one round trip; the answers are in their order.
   *
   * @throws FreshetException when Redis refuses one and would do so again; any of the writes may
   *     have been done
   * @throws redis.clients.jedis.exceptions.JedisConnectionException when Redis is away; any of the
   *     writes may have been done
   */
  List<Answer> write(Collection<RedisWrite> writes) {
    List<Response<Object>> responses = new ArrayList<>(writes.size());
    Pipeline pipeline = jedis.pipelined();
    for (RedisWrite write : writes) {
      responses.add(pipeline.evalsha(sha, List.of(write.key()), arguments(write)));
    }
    pipeline.sync();

    return responses.stream().map(this::answer).toList();
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

  private Answer answer(Response<Object> response) {
    try {
      return new Answer(result(((Long) response.get()).intValue()), "");
    } catch (JedisDataException e) {
      ErrorReply reply = new ErrorReply(target, e);
      if (reply.isWrongType()) {
        return new Answer(Result.REFUSED, reply.words());
      }
      if (reply.isPassing()) {
        return new Answer(Result.RETRY, reply.words());
      }
      throw reply.failure();
    }
  }

  private static Result result(int answer) {
    return switch (answer) {
      case 1 -> Result.WRITTEN;
      case 0 -> Result.STALE;
      default -> Result.REFUSED;
    };
  }

  private static List<String> arguments(RedisWrite write) {
    return List.of(
        Long.toString(write.version()),
        Long.toString(write.millis()),
        Long.toString(write.ttlMillis()),
        write.channel(),
        write.document());
  }

  private static String script() {
    try (InputStream stream = NewerWins.class.getResourceAsStream("newer-wins.lua")) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new FreshetException(Fault.OURS, "Cannot read newer-wins.lua from the class path", e);
    }
  }
}
