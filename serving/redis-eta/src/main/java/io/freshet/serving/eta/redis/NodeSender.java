package io.freshet.serving.eta.redis;

import io.freshet.core.toolkit.RedisSettings.Node;
import io.freshet.serving.eta.redis.NewerWins.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Sends batches to one Redis, one after the other, each on another thread: one that hangs keeps no
 * other from its work. After a failure it rests, ever longer. Not thread-safe.
 */
final class NodeSender implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NodeSender.class);
  private static final Duration FIRST_REST = Duration.ofMillis(100);
  private static final Duration LONGEST_REST = Duration.ofSeconds(1);
  private static final Duration WARN_EVERY = Duration.ofMinutes(1);

  private final RedisTarget target;
  private final Node node;
  private final Executor executor;
  private Optional<Attempt> underWay = Optional.empty();
  private Duration rest = Duration.ZERO;
  private long restsSince;
  private long warnedAt;

  // Of the one attempt that is under way; but whoever closes may be another thread.
  private volatile NewerWins connection;
  private volatile boolean isClosed;

  private record Attempt(List<RedisWrite> batch, CompletableFuture<List<Answer>> answers) {
    CompletableFuture<?> end() {
      return answers.handle((done, failure) -> true);
    }
  }

  /**
   * What became of a batch.
   *
   * @param answers one for each write; none when Redis was away
   * @param obstacle why Redis was away; else empty
   */
  record Outcome(Node node, List<RedisWrite> batch, List<Answer> answers, String obstacle) {}

  NodeSender(RedisTarget target, Node node, Executor executor) {
    this.target = target;
    this.node = node;
    this.executor = executor;
  }

  boolean isBusy() {
    return underWay.isPresent();
  }

  /** Done when {@link #outcome} has something; empty where nothing was sent since it had. */
  Optional<CompletableFuture<?>> underWay() {
    return underWay.map(Attempt::end);
  }

  boolean isReady() {
    return !isBusy() && (rest.isZero() || System.nanoTime() - restsSince >= rest.toNanos());
  }

  /**
   * Begins to send.
   *
   * @param asks whether to insist on slots that are on their way to this node
   * @return done when {@link #outcome} has something, however that came
   */
  CompletableFuture<?> send(List<RedisWrite> batch, boolean asks) {
    CompletableFuture<List<Answer>> answers =
        CompletableFuture.supplyAsync(() -> exchange(batch, asks), executor);
    Attempt attempt = new Attempt(batch, answers);
    underWay = Optional.of(attempt);

    return attempt.end();
  }

  private List<Answer> exchange(List<RedisWrite> batch, boolean asks) {
    try {
      NewerWins redis = connection;
      if (redis == null) {
        redis = NewerWins.connect(target, node);
        connection = redis;
      }
      if (isClosed) {
        redis.close();
      }

      return redis.write(batch, asks);
    } catch (JedisException e) {
      disconnect();
      throw e;
    }
  }

  /**
   * What became of the batch under way, once that is known; once.
   *
   * @throws io.freshet.core.toolkit.FreshetException when waiting would not help
   */
  Optional<Outcome> outcome() {
    if (underWay.isEmpty() || !underWay.get().answers().isDone()) {
      return Optional.empty();
    }
    Attempt done = underWay.get();
    underWay = Optional.empty();
    try {
      return Optional.of(new Outcome(node, done.batch(), done.answers().join(), ""));
    } catch (CompletionException e) {
      if (e.getCause() instanceof JedisException away) {
        return Optional.of(new Outcome(node, done.batch(), List.of(), away.toString()));
      }
      throw e.getCause() instanceof RuntimeException known ? known : e;
    }
  }

  void hasWorked() {
    if (!rest.isZero()) {
      LOG.info("Redis takes writes again node={}", node);
    }
    rest = Duration.ZERO;
  }

  /** It may have forgotten the script: a new connection loads it again. */
  void hasFailed(String obstacle, int waiting) {
    disconnect();
    long now = System.nanoTime();
    if (rest.isZero() || now - warnedAt >= WARN_EVERY.toNanos()) {
      LOG.warn(
          "Redis takes no writes, waiting node={} writes={} error={}", node, waiting, obstacle);
      warnedAt = now;
    }
    Duration longer = rest.isZero() ? FIRST_REST : rest.multipliedBy(2);
    rest = longer.compareTo(LONGEST_REST) < 0 ? longer : LONGEST_REST;
    restsSince = now;
  }

  private void disconnect() {
    NewerWins last = connection;
    connection = null;
    if (last != null) {
      last.close();
    }
  }

  @Override
  public void close() {
    isClosed = true;
    disconnect();
  }
}
