package io.freshet.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.FreshetException;
import io.freshet.deploy.company.SqlApplication;
import io.freshet.deploy.manifest.Resource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users of Kafka may do to one another: nothing. */
class KafkaUsersTest {
  @TempDir private static Path folder;

  /** Groups and transactional ids that each may use, by the users' names. */
  private static Map<String, Set<String>> used;

  /**
   * @param operation that changes what is kept under the name
   */
  private static boolean isUsed(Map<?, ?> acl, String operation) {
    return ((List<?>) acl.get("operations")).contains(operation);
  }

  @BeforeAll
  static void render() throws IOException {
    used = new TreeMap<>();
    for (Resource each :
        ExampleCompany.installation(ExampleCompany.CONTRACTS, folder).resources()) {
      if (each.kind().equals("KafkaUser")) {
        Map<?, ?> spec = (Map<?, ?>) each.body().get("spec");
        List<?> acls = (List<?>) ((Map<?, ?>) spec.get("authorization")).get("acls");
        used.put(
            each.name(),
            acls.stream()
                .map(acl -> (Map<?, ?>) acl)
                .filter(acl -> isUsed(acl, "Read") || isUsed(acl, "Write"))
                .map(acl -> (Map<?, ?>) acl.get("resource"))
                .filter(resource -> !resource.get("type").equals("topic"))
                .map(KafkaUsersTest::name)
                .collect(Collectors.toSet()));
      }
    }
  }

  /** {@code group freshet-eta}, and {@code group freshet-writer-*} of a prefix. */
  private static String name(Map<?, ?> resource) {
    return "%s %s%s"
        .formatted(
            resource.get("type"),
            resource.get("name"),
            resource.get("patternType").equals("prefix") ? "*" : "");
  }

  @Test
  void letsEachUseTheNamesThatItsProcessUsesAndNoOthers() {
    assertThat(used)
        .containsEntry("writer", Set.of("group freshet-writer-*"))
        .containsEntry(
            "validator",
            Set.of(
                "group freshet-json-validator-raw_json",
                "transactionalId freshet-json-validator-raw_json-*"))
        .containsEntry(
            "app-surge",
            Set.of(
                "group freshet-app-surge", "transactionalId freshet-app-surge-surge_multipliers-*"))
        .containsEntry(
            "eta",
            Set.of(
                "group freshet-eta",
                "group freshet-app-eta",
                "transactionalId freshet-eta-*",
                "transactionalId freshet-app-eta-*"))
        .containsEntry(
            "gateway",
            Set.of(
                "group freshet-standby-return",
                "group http.*",
                "transactionalId freshet-standby-return-*"))
        .containsEntry("console", Set.of())
        .containsEntry("spark", Set.of())
        .containsEntry("contract-apply", Set.of());
  }

  /** Who may use another's group moves its positions; its id, and ends its transactions. */
  @Test
  void letsNobodyMovePositionsOrEndTransactionsOfAnother() {
    used.forEach(
        (user, own) ->
            used.forEach(
                (other, others) -> {
                  boolean areWriters = user.startsWith("writer") && other.startsWith("writer");
                  if (!user.equals(other) && !areWriters) {
                    assertThat(own)
                        .as("%s of what %s uses", user, other)
                        .noneMatch(name -> others.stream().anyMatch(its -> covers(name, its)));
                  }
                }));
  }

  @Test
  void refusesAJobWhoseNamesBeginThoseOfAnother(@TempDir Path shipped) throws IOException {
    SqlApplication surge = ExampleCompany.surge();
    SqlApplication late =
        new SqlApplication(
            "eta-late",
            surge.version(),
            surge.parallelism(),
            surge.reads(),
            surge.writes(),
            surge.contracts(),
            surge.files());
    Installation installation =
        new Installation(
            ExampleCompany.values(), ExampleCompany.contracts(0, shipped), List.of(late));

    assertThatThrownBy(installation::resources)
        .isInstanceOf(FreshetException.class)
        .hasMessage(
            "eta could move positions or end transactions of app-eta-late in Kafka: what begins with"
                + " freshet-app-eta- there is its own, and freshet-app-eta-late-surge_multipliers-"
                + " does; give one of them a name that does not begin with the other's and a"
                + " hyphen");
  }

  private static boolean covers(String name, String other) {
    return name.endsWith("*")
        ? other.startsWith(name.substring(0, name.length() - 1))
        : name.equals(other);
  }
}
