package io.freshet.serving.eta.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.toolkit.Fault;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.exceptions.JedisDataException;

class ErrorReplyTest {
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
        "MOVED 3999 10.0.0.7:6381"
      })
  void blamesTheCallerForRightsAndAddresses(String words) {
    assertThat(reply(words).isPassing()).isFalse();
    assertThat(reply(words).failure().fault()).isEqualTo(Fault.CALLER);
    assertThat(reply(words).failure())
        .hasMessage(
            "Redis at redis:6379 does not take our writes: %s; check redis.host, which must be no"
                + " cluster, redis.password and its rights",
            words);
  }

  @Test
  void takesAnythingElseForABugOfOurs() {
    ErrorReply reply =
        reply("ERR user_script:12: attempt to compare nil with number script: 5e1, on @user:12.");

    assertThat(reply.isPassing()).isFalse();
    assertThat(reply.failure().fault()).isEqualTo(Fault.OURS);
  }

  private static ErrorReply reply(String words) {
    return new ErrorReply(
        new RedisTarget("redis", 6379, "", 1, Duration.ZERO), new JedisDataException(words));
  }
}
