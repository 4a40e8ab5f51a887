package io.freshet.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.contract.Contracts;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.deploy.company.SqlApplication;
import io.freshet.deploy.manifest.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** As whom each process of the example comes to Redis, where it has users for them. */
class RedisUsersTest {
  static final String PASSWORD = "  redis.password: {secret: freshet-redis, key: password}\n";

  @TempDir private static Path shipped;
  private static Contracts contracts;

  @TempDir private Path folder;

  @BeforeAll
  static void read() throws IOException {
    contracts = ExampleCompany.contracts(0, shipped);
  }

  /** The example as it is with users of Redis. */
  static UnaryOperator<String> withUsers() {
    return text -> text.replace(PASSWORD, "") + "\nredis: {users: freshet-redis-users}\n";
  }

  static Map<?, ?> rules(List<Resource> resources) {
    return (Map<?, ?>)
        ExampleCompany.one(resources, "ConfigMap", "freshet-redis-rules").body().get("data");
  }

  private List<Resource> resources(UnaryOperator<String> change) throws IOException {
    return new Installation(
            ExampleCompany.values(folder, change), contracts, List.of(ExampleCompany.surge()))
        .resources();
  }

  @ParameterizedTest
  @CsvSource({
    "Deployment, live, live",
    "Deployment, console, console",
    "FlinkDeployment, eta, eta",
    "FlinkDeployment, app-surge, app-surge"
  })
  void logsEachProcessInAsTheUserOfItsName(String kind, String name, String user)
      throws IOException {
    List<Resource> resources = resources(withUsers());

    assertThat(rules(resources).containsKey(user)).isTrue();
    assertThat(ExampleCompany.text(resources, kind, name))
        .containsPattern("name: FRESHET_REDIS_USER\\s+value: %s\n".formatted(user))
        .containsPattern(
            "name: redis-login\\s+secret:\\s+secretName: freshet-redis-users\n"
                + "\\s+defaultMode: 288\n\\s+items:\\s+- key: %s\\s+path: password\n"
                    .formatted(user))
        .containsPattern("mountPath: /opt/freshet/redis-login\\s+readOnly: true");
    assertThat(ExampleCompany.text(resources, "ConfigMap", "freshet-profile"))
        .contains("redis.password-file: /opt/freshet/redis-login/password\n");
  }

  @Test
  void givesNoLoginToWhomRedisIsNothing() throws IOException {
    assertThat(ExampleCompany.text(resources(withUsers()), "Deployment", "orders"))
        .doesNotContain("redis-login", "REDIS");
  }

  @Test
  void leavesTheOneLoginOfSettingsToAll() throws IOException {
    List<Resource> resources = resources(text -> text);

    assertThat(ExampleCompany.text(resources, "Deployment", "live"))
        .contains("FRESHET_REDIS_PASSWORD")
        .doesNotContain("redis-login", "FRESHET_REDIS_USER");
    assertThat(resources).noneMatch(each -> each.name().equals("freshet-redis-rules"));
  }

  @Test
  void letsLiveServersReadOrdersAndKeepMenus() throws IOException {
    assertThat(rules(resources(withUsers())).get("live").toString())
        .contains("%R~eta:* ", " ~menu:* ", "&eta:* ")
        .doesNotContain(" ~eta:*", "+set ", "+evalsha", "+del", "+@", "~*", "&*");
  }

  @Test
  void letsAnApplicationWriteTheKeysOfItsOwnSinksAlone() throws IOException {
    assertThat(rules(resources(withUsers())).get("app-surge").toString())
        .startsWith("on resetchannels ~surge:* +evalsha ")
        .doesNotContain("&", "eta:");
  }

  @ParameterizedTest
  @CsvSource({
    "live, serving/live/README.md",
    "console, serving/redis-view/README.md",
    "eta, serving/redis-eta/README.md",
    "operator, serving/redis-eta/README.md",
    "app-surge, ingestion/sql-apps/README.md"
  })
  void areThoseThatModulesAreTestedWith(String user, String readme) throws IOException {
    assertThat(Files.readAllLines(ExampleCompany.project().resolve(readme)))
        .contains("ACL SETUSER %s %s".formatted(user, rules(resources(withUsers())).get(user)));
  }

  @Test
  void refusesOneLoginForAllBeside() {
    assertThatThrownBy(() -> resources(text -> text + "\nredis: {users: freshet-redis-users}\n"))
        .isInstanceOf(FreshetException.class)
        .hasMessage(
            "redis.password is beside redis.users, by which each process comes as itself; leave one"
                + " out");
  }

  @Test
  void refusesAJobThatMayDoNothing() {
    assertThatThrownBy(
            () -> resources(text -> withUsers().apply(text).replaceAll("\n    redis: .*", "")))
        .isInstanceOf(FreshetException.class)
        .hasMessage(
            "redis.users gives each process a user of its own, and jobs of the name eta say under"
                + " redis which keys they write, such as [eta:*]; they don't");
  }

  @Test
  void refusesAJobThatWouldBeSomebodyElse() {
    assertThatThrownBy(
            () ->
                resources(
                    text ->
                        withUsers()
                            .apply(text)
                            .replace("- name: eta\n", "- name: operator\n")
                            .replace("  eta: {parallelism", "  operator: {parallelism")))
        .isInstanceOf(FreshetException.class)
        .hasMessageStartingWith("A job is called operator, and so is another user of Redis");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{market}", "{market}:surge", "?urge:{market}"})
  void refusesAnApplicationThatCouldWriteTheKeysOfOthers(String key) {
    SqlApplication surge = ExampleCompany.surge();
    Map<String, String> files = new HashMap<>(surge.files());
    files.put("application.yaml", "sinks: [{redis: surge_now, key: '%s'}]\n".formatted(key));
    SqlApplication greedy =
        new SqlApplication(
            surge.name(),
            surge.version(),
            surge.parallelism(),
            surge.reads(),
            surge.writes(),
            surge.contracts(),
            files);

    assertThatThrownBy(
            () ->
                new Installation(
                        ExampleCompany.values(folder, withUsers()), contracts, List.of(greedy))
                    .resources())
        .isInstanceOf(FreshetException.class)
        .hasMessageStartingWith("The application surge writes keys of Redis as ")
        .hasMessageEndingWith("let its key begin with a word of its own, as surge:{market} does");
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "eta:* +@all", "eta:* ~*"})
  void refusesPatternsThatSayMore(String keys) {
    assertThatThrownBy(() -> resources(text -> text.replace("\"supply:*\"", '"' + keys + '"')))
        .isInstanceOf(FreshetException.class)
        .hasMessageContaining("jobs.eta.redis")
        .hasMessageContaining("a pattern of keys of its own, such as eta:*");
  }
}
