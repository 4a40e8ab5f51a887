package io.freshet.serving.eta.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.RedisSettings;
import io.freshet.core.toolkit.RedisSettings.Node;
import io.freshet.serving.eta.redis.NewerWins.Answer;
import io.freshet.serving.eta.redis.NewerWins.Result;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.exceptions.JedisDataException;

class ErrorReplyTest {
  private static final RedisTarget TARGET =
      new RedisTarget(RedisSettings.server("redis", 6379, ""), 1, Duration.ZERO);
  private static final RedisTarget CLUSTER =
      new RedisTarget(RedisSettings.cluster(List.of("redis:7000"), ""), 1, Duration.ZERO);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NOSCRIPT No matching script. Please use EVAL.",
        "LOADING Redis is loading the dataset in memory",
        "BUSY Redis is busy running a script. You can only call SCRIPT KILL.",
        "READONLY You can't write against a read only replica.",
        "OOM command not allowed when used memory > 'maxmemory'. script: 5e1, on @user_script:17.",
        "MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to"
            + " disk.",
        "NOREPLICAS Not enough good replicas to write.",
        "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
        "ERR Error running script (call to f_5e1): @user_script:17: @user_script: 17: -OOM command"
            + " not allowed when used memory > 'maxmemory'."
      })
  void waitsForWhatPasses(String words) {
    assertThat(reply(words).isPassing()).isTrue();
    assertThat(reply(words).isWrongType()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "WRONGTYPE Operation against a key holding the wrong kind of value script: 5e1, on @user:8.",
        "ERR Error running script (call to f_5e1): @user_script:8: WRONGTYPE Operation against a"
            + " key holding the wrong kind of value"
      })
  void knowsAKeyThatHoldsSomethingElse(String words) {
    assertThat(reply(words).isWrongType()).isTrue();
    assertThat(reply(words).isPassing()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NOPERM this user has no permissions to run the 'evalsha' command",
        "ERR Error running script (call to f_5e1): @user_script:18: @user_script: 18: The user"
            + " executing the script can't run this command or subcommand",
        "WRONGPASS invalid username-password pair or user is disabled.",
        "ERR AUTH <password> called without any password configured for the default user.",
        "MOVED 3999 10.0.0.7:6381",
        "ASK 3999 10.0.0.7:6381",
        "CLUSTERDOWN The cluster is down",
        "ERR This instance has cluster support disabled"
      })
  void blamesTheCallerForRightsAndAddresses(String words) {
    assertThat(reply(words).isPassing()).isFalse();
    assertThat(reply(words).failure().fault()).isEqualTo(Fault.CALLER);
    assertThat(reply(words).failure())
        .hasMessage(
            "Redis at redis:6379 does not take our writes: %s; check redis.password and its rights,"
                + " and that redis.nodes names a Cluster and redis.host one server",
            words);
  }

  @Test
  void aClusterMayMoveItsSlotsAndBeWithoutThem() {
    assertThat(inACluster("MOVED 3999 10.0.0.7:6381").isMoved()).isTrue();
    assertThat(inACluster("ASK 3999 10.0.0.7:6381").isAsk()).isTrue();
    assertThat(inACluster("CLUSTERDOWN Hash slot not served").isPassing()).isTrue();
    assertThat(inACluster("TRYAGAIN Multiple keys request during rehashing").isPassing()).isTrue();
    assertThat(reply("MOVED 3999 10.0.0.7:6381").isMoved()).isFalse();
    assertThat(reply("ASK 3999 10.0.0.7:6381").isAsk()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "MOVED 3999 10.0.0.7:6381, 10.0.0.7:6381",
    "ASK 3999 redis-2.internal:7002, redis-2.internal:7002",
    "MOVED 3999 :7002, asked:7002"
  })
  void readsWhereASlotIs(String words, String node) {
    assertThat(new Answer(Result.MOVED, words).other(new Node("asked", 7001))).hasToString(node);
  }

  @Test
  void takesAnythingElseForABugOfOurs() {
    ErrorReply reply =
        reply("ERR user_script:12: attempt to compare nil with number script: 5e1, on @user:12.");

    assertThat(reply.isPassing()).isFalse();
    assertThat(reply.failure().fault()).isEqualTo(Fault.OURS);
  }

  private static ErrorReply inACluster(String words) {
    return new ErrorReply(CLUSTER, new JedisDataException(words));
  }

  private static ErrorReply reply(String words) {
    return new ErrorReply(TARGET, new JedisDataException(words));
  }
}
