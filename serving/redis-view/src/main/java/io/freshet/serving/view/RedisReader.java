package io.freshet.serving.view;

import io.freshet.core.redis.JedisClients;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
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
 * Reads documents of one Redis or of a Cluster, and does nothing else to it: its commands are GET
 * and SCAN (of a Cluster CLUSTER SLOTS as well). Each call is bounded. Connects when it is first
 * asked. Thread-safe.
 */
public final class RedisReader implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 2_000;

  /** Others wait so long for one portion at most, which takes Redis about a millisecond. */
  private static final int KEYS_AT_ONCE = 500;

  /** A Redis that is slow is not gone through for ever. */
  private static final long LONGEST_PAUSE_NANOS = 10_000_000;

  private final RedisAccess access;
  private Optional<UnifiedJedis> opened = Optional.empty();

  /**
   * Names that were found.
   *
   * @param isWhole whether all keys were gone through
   */
  public record Names(List<String> names, boolean isWhole) {
    public Names {
      names = List.copyOf(names);
    }
  }

  public RedisReader(RedisAccess access) {
    this.access = access;
  }

  /**
   * The text at a key; empty where nothing is, or something that is no text.
   *
   * @throws FreshetException {@code DEPENDENCY} when Redis is away, {@code CALLER} when it does not
   *     let us in
   */
  public Optional<String> read(String key) {
    return read(List.of(key)).get(0);
  }

  /** The texts at some keys, in their order, a portion at a time. */
  public List<Optional<String>> read(List<String> keys) {
    List<Optional<String>> texts = new ArrayList<>(keys.size());
    for (int from = 0; from < keys.size(); from += KEYS_AT_ONCE) {
      List<String> portion = keys.subList(from, Math.min(keys.size(), from + KEYS_AT_ONCE));
      texts.addAll(asking(() -> portion(jedis(), portion)));
    }

    return texts;
  }

  /**
   * The keys that fit a pattern. After each portion Redis has as long for others as that took.
   *
   * @param mostSeen so many keys are gone through at most, or a portion more
   * @param most so many are returned at most
   */
  public Names names(String pattern, int mostSeen, int most) {
    return asking(
        () -> {
          Set<String> found = new HashSet<>(); // Redis may tell one twice
          ScanIteration scan = jedis().scanIteration(KEYS_AT_ONCE, pattern);
          for (int seen = 0; seen < mostSeen && found.size() < most; seen += KEYS_AT_ONCE) {
            if (scan.isIterationCompleted()) {
              return new Names(List.copyOf(found), true);
            }
            long begun = System.nanoTime();
            found.addAll(scan.nextBatchList());
            LockSupport.parkNanos(Math.min(LONGEST_PAUSE_NANOS, System.nanoTime() - begun));
          }

          return new Names(
              found.stream().limit(most).toList(),
              scan.isIterationCompleted() && found.size() <= most);
        });
  }

  private static List<Optional<String>> portion(UnifiedJedis jedis, List<String> keys) {
    List<Response<String>> responses = new ArrayList<>(keys.size());
    try (AbstractPipeline pipeline = jedis.pipelined()) {
      keys.forEach(key -> responses.add(pipeline.get(key)));
      pipeline.sync();
    }
    List<Optional<String>> texts = new ArrayList<>(keys.size());
    for (int i = 0; i < keys.size(); i++) {
      texts.add(text(jedis, keys.get(i), responses.get(i)));
    }

    return texts;
  }

  private static Optional<String> text(UnifiedJedis jedis, String key, Response<String> response) {
    try {
      return Optional.ofNullable(response.get());
    } catch (JedisRedirectionException moved) {
      return Optional.ofNullable(jedis.get(key)); // it follows
    } catch (JedisDataException e) {
      if (e.getMessage().startsWith("WRONGTYPE")) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private synchronized UnifiedJedis jedis() {
    if (opened.isEmpty()) {
      opened = Optional.of(open());
    }

    return opened.get();
  }

  private UnifiedJedis open() {
    Set<HostAndPort> nodes =
        access.redis().nodes().stream()
            .map(node -> new HostAndPort(node.host(), node.port()))
            .collect(Collectors.toSet());

    return access.redis().isCluster()
        ? new JedisCluster(nodes, config())
        : new JedisPooled(nodes.iterator().next(), config());
  }

  private JedisClientConfig config() {
    return JedisClients.config(access.redis())
        .connectionTimeoutMillis(TIMEOUT_MILLIS)
        .socketTimeoutMillis(TIMEOUT_MILLIS)
        .build();
  }

  private <T> T asking(Supplier<T> question) {
    try {
      return question.get();
    } catch (JedisDataException e) {
      throw new FreshetException(
          refuses(e) ? Fault.CALLER : Fault.DEPENDENCY,
          "Redis at %s refuses to be read: %s".formatted(access, e.getMessage()),
          e);
    } catch (JedisException e) {
      throw new FreshetException(
          Fault.DEPENDENCY, "Redis at %s can't be read: %s".formatted(access, reason(e)), e);
    }
  }

  private static boolean refuses(JedisDataException e) {
    return List.of("NOAUTH", "WRONGPASS", "NOPERM").stream().anyMatch(e.getMessage()::startsWith);
  }

  /** The client says only that it has no connection; below it stands why. */
  private static String reason(Throwable failure) {
    Throwable deepest = failure;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }

    return String.valueOf(deepest.getMessage());
  }

  @Override
  public synchronized void close() {
    opened.ifPresent(UnifiedJedis::close);
    opened = Optional.empty();
  }
}
