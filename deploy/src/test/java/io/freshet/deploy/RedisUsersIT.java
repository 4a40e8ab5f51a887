package io.freshet.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.deploy.manifest.Resource;
import io.freshet.testing.servers.SecuredRedis;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of Redis's users as a real Redis takes them. */
class RedisUsersIT {
  private static final String REFUSED = "no permissions";

  @TempDir private static Path folder;
  @TempDir private static Path shipped;
  private static SecuredRedis redis;

  @BeforeAll
  static void start() throws IOException {
    redis = SecuredRedis.start(folder);
    List<Resource> resources =
        new Installation(
                ExampleCompany.values(folder, RedisUsersTest.withUsers()),
                ExampleCompany.contracts(0, shipped),
                List.of(ExampleCompany.surge()))
            .resources();
    RedisUsersTest.rules(resources)
        .forEach(
            (user, rules) ->
                redis.letIn(user.toString(), "a-password-of-the-tests", rules.toString()));
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @ParameterizedTest
  @CsvSource({
    "live, MGET eta:{m:1} heartbeat:eta",
    "live, MGET trace:{m:1}",
    "live, EVAL script 1 menu:m:1",
    "live, SSUBSCRIBE eta:{m:1}",
    "live, INFO cluster",
    "console, GET supply:m",
    "console, SCAN 0",
    "eta, EVALSHA sha 1 dasher:{m:1}",
    "eta, EVALSHA sha 1 trace:{m:1}",
    "eta, SPUBLISH eta:{m:1} document",
    "app-surge, EVALSHA sha 1 surge:m",
    "operator, DEL eta:{m:1}"
  })
  void mayDoWhatItsProcessDoes(String user, String command) {
    assertThat(redis.mayDo(user, command.split(" "))).isEqualTo("OK");
  }

  @ParameterizedTest
  @CsvSource({
    "live, SET eta:{m:1} document",
    "live, SET trace:{m:1} document",
    "live, EVAL script 1 eta:{m:1}",
    "live, MGET dasher:{m:1}",
    "live, SSUBSCRIBE dasher:{m:1}",
    "console, SET eta:{m:1} document",
    "console, GET menu:m:1",
    "eta, SET menu:m:1 document",
    "eta, DEL eta:{m:1}",
    "eta, SPUBLISH menu:m:1 document",
    "app-surge, EVALSHA sha 1 eta:{m:1}",
    "operator, SET surge:m document",
    "live, FLUSHALL",
    "eta, FLUSHALL",
    "operator, FLUSHALL",
    "operator, CONFIG GET *",
    "operator, ACL LIST",
    "console, KEYS *"
  })
  void mayDoNothingElse(String user, String command) {
    assertThat(redis.mayDo(user, command.split(" "))).contains(REFUSED);
  }
}
