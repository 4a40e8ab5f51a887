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

  private static final Pattern WRONG_TYPE = code("WRONGTYPE");

  /** Rights and addresses: what whoever runs the job can put right. */
  private static final Pattern CALLERS =
      code(
          "NOAUTH|WRONGPASS|NOPERM|ERR AUTH|ACL failure|The user executing the script can't"
              + "|MOVED|ASK|CROSSSLOT|CLUSTERDOWN");

  private final String target;
  private final JedisDataException error;

  ErrorReply(RedisTarget target, JedisDataException error) {
    this.target = target.toString();
    this.error = error;
  }

  /** The next attempt may succeed. */
  boolean isPassing() {
    return PASSING.matcher(words()).find();
  }

  /** The key holds something that is no text. */
  boolean isWrongType() {
    return WRONG_TYPE.matcher(words()).find();
  }

  String words() {
    return error.getMessage();
  }

  /** For an error that would come again and again. */
  FreshetException failure() {
    boolean callers = CALLERS.matcher(words()).find();

    return new FreshetException(
        callers ? Fault.CALLER : Fault.OURS,
        "Redis at %s does not take our writes: %s%s"
            .formatted(
                target,
                words(),
                callers
                    ? "; check redis.host, which must be no cluster, redis.password and its rights"
                    : ""),
        error);
  }

  private static Pattern code(String codes) {
    return Pattern.compile("\\b(?:" + codes + ")\\b");
  }
}
