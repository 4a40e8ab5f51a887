package io.freshet.serving.eta.redis;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.util.regex.Pattern;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * What to make of an error that Redis answers. Its code stands in front, or, where a script met it,
 * somewhere inside: Redis 6 wraps the error of a command in the script's, Redis 7 does not.
 */
final class ErrorReply {
  /**
   * The script is forgotten, data is being loaded, another script runs, a failover, no memory, no
   * disk, too few replicas, a replica without its master.
   */
  private static final Pattern PASSING =
      code("NOSCRIPT|LOADING|BUSY|READONLY|OOM|MISCONF|NOREPLICAS|MASTERDOWN");

  /** Of a Cluster as well: a slot without a primary, or on its way. */
  private static final Pattern PASSING_IN_A_CLUSTER = code("CLUSTERDOWN|TRYAGAIN");

  private static final Pattern WRONG_TYPE = code("WRONGTYPE");

  /** Rights and addresses: what whoever runs the job can put right. */
  private static final Pattern CALLERS =
      code(
          "NOAUTH|WRONGPASS|NOPERM|ERR AUTH|ACL failure|The user executing the script can't"
              + "|MOVED|ASK|CLUSTERDOWN|cluster support disabled");

  private final RedisTarget target;
  private final JedisDataException error;

  ErrorReply(RedisTarget target, JedisDataException error) {
    this.target = target;
    this.error = error;
  }

  /** The next attempt may succeed. */
  boolean isPassing() {
    return PASSING.matcher(words()).find()
        || (target.redis().isCluster() && PASSING_IN_A_CLUSTER.matcher(words()).find());
  }

  /** In a Cluster: the key's slot is another node's. */
  boolean isMoved() {
    return target.redis().isCluster() && words().startsWith("MOVED ");
  }

  /** In a Cluster: the slot is being moved, and the key, if there is one, is there already. */
  boolean isAsk() {
    return target.redis().isCluster() && words().startsWith("ASK ");
  }

  /** The key holds something that is no text. */
  boolean isWrongType() {
    return WRONG_TYPE.matcher(words()).find();
  }

  /** Whoever runs the job can put it right. */
  boolean isCallers() {
    return CALLERS.matcher(words()).find();
  }

  String words() {
    return error.getMessage();
  }

  /** For an error that would come again and again. */
  FreshetException failure() {
    return new FreshetException(
        isCallers() ? Fault.CALLER : Fault.OURS,
        "Redis at %s does not take our writes: %s%s"
            .formatted(
                target,
                words(),
                isCallers()
                    ? "; check redis.password and its rights, and that redis.nodes names a Cluster"
                        + " and redis.host one server"
                    : ""),
        error);
  }

  private static Pattern code(String codes) {
    return Pattern.compile("\\b(?:" + codes + ")\\b");
  }
}
