package io.freshet.serving.eta.redis;

import io.freshet.core.redis.JedisClients;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.RedisSettings.Node;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * One connection to one Redis through which documents are replaced by newer ones, and only by newer
 * ones. Sending the same writes again changes nothing and tells nobody. In a Cluster it waits until
 * a replica has what was written, so that a failover takes nothing back. Not thread-safe, but for
 * {@link #close}.
 */
final class NewerWins implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NewerWins.class);
  private static final String SCRIPT = script();
  private static final int TIMEOUT_MILLIS = 5_000;
  private static final String REPLICA_MILLIS = "500";

  /** Between two attempts to reach a replica where there seems to be none. */
  private static final Duration REPLICA_PAUSE = Duration.ofMinutes(1);

  private final RedisTarget target;
  private final Node node;
  private final Jedis jedis;
  private final String sha;
  private Optional<Long> withoutReplicaSince = Optional.empty();

  private NewerWins(RedisTarget target, Node node, Jedis jedis) {
    this.target = target;
    this.node = node;
    this.jedis = jedis;
    this.sha = jedis.scriptLoad(SCRIPT);
  }

  /**
   * @throws FreshetException when Redis does not let us in, or not do what we must
   * @throws JedisException when it is away, or can't let us in yet
   */
  static NewerWins connect(RedisTarget target, Node node) {
    Jedis jedis = null;
    try {
      jedis = new Jedis(new HostAndPort(node.host(), node.port()), config(target));

      return new NewerWins(target, node, jedis);
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

  static JedisClientConfig config(RedisTarget target) {
    return JedisClients.config(target.redis())
        .connectionTimeoutMillis(TIMEOUT_MILLIS)
        .socketTimeoutMillis(TIMEOUT_MILLIS)
        .clientName("freshet-eta")
        .build();
  }

  /**
   * What became of one write.
   *
   * @param error what Redis said against it; empty when it said nothing
   */
  record Answer(Result result, String error) {
    /** Where the slot is, after {@code MOVED 3999 host:port} or {@code ASK 3999 host:port}. */
    Node other(Node asked) {
      HostAndPort other = HostAndPort.from(error.substring(error.lastIndexOf(' ') + 1));

      return new Node(other.getHost().isEmpty() ? asked.host() : other.getHost(), other.getPort());
    }
  }

  /** What became of a write. */
  enum Result {
    WRITTEN,
    /** Something as new or newer was there. */
    STALE,
    /** Redis can't take it now. */
    RETRY,
    /** Another node has the slot. */
    MOVED,
    /** Another node has the key already, and its slot soon. */
    ASK,
    /** Redis will never take it, because the key holds something that is no document of ours. */
    REFUSED
  }

  /**
   * Sends all writes in one round trip; the answers are in their order.
   *
   * @param asks whether to insist on slots that are on their way to this node
   * @throws FreshetException when Redis refuses one and would do so again; any of the writes may
   *     have been done
   * @throws redis.clients.jedis.exceptions.JedisConnectionException when Redis is away; any of the
   *     writes may have been done
   */
  List<Answer> write(Collection<RedisWrite> writes, boolean asks) {
    List<Response<Object>> responses = new ArrayList<>(writes.size());
    Pipeline pipeline = jedis.pipelined();
    for (RedisWrite write : writes) {
      if (asks) {
        pipeline.sendCommand(Protocol.Command.ASKING, new String[0]);
      }
      responses.add(pipeline.evalsha(sha, List.of(write.key()), arguments(write)));
    }
    Optional<Response<Object>> replicas =
        awaitsReplica()
            ? Optional.of(pipeline.sendCommand(Protocol.Command.WAIT, "1", REPLICA_MILLIS))
            : Optional.empty();
    pipeline.sync();
    replicas.ifPresent(this::noteReplicas);

    return responses.stream().map(this::answer).toList();
  }

  List<Answer> write(Collection<RedisWrite> writes) {
    return write(writes, false);
  }

  private boolean awaitsReplica() {
    return target.redis().isCluster()
        && withoutReplicaSince
            .map(since -> System.nanoTime() - since >= REPLICA_PAUSE.toNanos())
            .orElse(true);
  }

  private void noteReplicas(Response<Object> replicas) {
    boolean hasReplica;
    try {
      hasReplica = (Long) replicas.get() > 0;
    } catch (JedisDataException e) {
      ErrorReply reply = new ErrorReply(target, e);
      if (reply.isCallers()) {
        throw reply.failure();
      }
      return; // It has become a replica itself, as its other answers say.
    }
    if (!hasReplica) {
      LOG.warn("No replica has the newest writes, a failover would lose them node={}", node);
    }
    withoutReplicaSince = hasReplica ? Optional.empty() : Optional.of(System.nanoTime());
  }

  @Override
  public void close() {
    closeWhateverIsLeft(jedis);
  }

  static void closeWhateverIsLeft(Jedis connection) {
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
      return new Answer(result(reply), reply.words());
    }
  }

  private static Result result(ErrorReply reply) {
    if (reply.isWrongType()) {
      return Result.REFUSED;
    }
    if (reply.isMoved()) {
      return Result.MOVED;
    }
    if (reply.isAsk()) {
      return Result.ASK;
    }
    if (reply.isPassing()) {
      return Result.RETRY;
    }
    throw reply.failure();
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
