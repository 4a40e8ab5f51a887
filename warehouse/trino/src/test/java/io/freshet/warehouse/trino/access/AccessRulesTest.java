package io.freshet.warehouse.trino.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.RoleAccess;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.warehouse.trino.Rides;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessRulesTest {
  private static final Path SHIPPED = Path.of("../../contracts");

  @TempDir private Path folder;
  private Contracts contracts;

  @BeforeEach
  void readContracts() {
    contracts = Rides.contracts(folder, "rides", "cities");
  }

  @Test
  void aColumnThatTheRoleDoesNotSeeIsMaskedAndAnObjectAsAWhole() {
    assertThat(masked(rule("analyst", "raw", "rides")))
        .containsExactly("rider_id", "place", "note");
    assertThat(masked(rule("data_scientist", "raw", "rides"))).containsExactly("note");
    assertThat(masked(rule("data_engineer", "raw", "rides"))).isEmpty();
  }

  @Test
  void aFilterIsAConditionWhoseTextsAreQuoted() {
    assertThat(rule("city_lead", "raw", "rides").path("filter").asText())
        .isEqualTo("\"city\" IN ('oslo', 'l''aquila')");
    assertThat(rule("analyst", "raw", "rides").has("filter")).isFalse();
  }

  @Test
  void aTableIsReadAndNothingElse() {
    assertThat(privileges(rule("data_engineer", "raw", "rides"))).containsExactly("SELECT");
  }

  @Test
  void aRoleThatTheContractDoesNotNameMayNotReadTheTable() {
    assertThat(privileges(rule("city_lead", "raw", "cities"))).isEmpty();
    assertThat(privileges(rule("stranger", "raw", "rides"))).isEmpty();
  }

  @Test
  void metadataThatHoldsValuesIsForThoseWhoSeeEverything() {
    for (String metadata : List.of("files", "partitions", "entries", "all_entries", "manifests")) {
      assertThat(privileges(rule("data_engineer", "raw", "rides$" + metadata)))
          .as(metadata)
          .containsExactly("SELECT");
      for (String role : List.of("analyst", "data_scientist", "city_lead")) {
        assertThat(privileges(rule(role, "raw", "rides$" + metadata)))
            .as("%s of %s", metadata, role)
            .isEmpty();
      }
    }
  }

  @Test
  void howATableGrewIsNoSecretAmongTheRoles() {
    for (String metadata : List.of("properties", "snapshots", "history", "refs")) {
      assertThat(privileges(rule("city_lead", "raw", "cities$" + metadata)))
          .containsExactly("SELECT");
    }
  }

  @Test
  void ofTwoRolesTheOneThatSeesMoreDecides() {
    assertThat(rulesFor("raw", "rides"))
        .extracting(rule -> rule.path("group").asText())
        .startsWith("data_engineer", "data_scientist", "analyst", "city_lead");
  }

  @Test
  void aMartWithoutAContractIsReadByThoseWhoReadAllRowsWithNamesMasked() {
    assertThat(masked(rule("analyst", "marts", "rides_daily"))).contains("rider_id", "note");
    assertThat(privileges(rule("city_lead", "marts", "rides_daily"))).isEmpty();
    assertThat(privileges(rule("analyst", "marts", "rides_daily$files"))).isEmpty();
  }

  @Test
  void aMartMasksThePartsOfAnObjectAlsoWhereTheyAreFlattened() {
    assertThat(masked(rule("analyst", "marts", "rides_daily")))
        .contains("place", "place_latitude")
        .doesNotContain("place_street");
  }

  @Test
  void aTeamDoesAsItLikesInItsOwnScratchSchemaAndInNoOther() {
    Groups groups = Groups.none().withTeam("ana", "growth").withTeam("bob", "fleet");
    JsonNode rules = AccessRules.of(contracts, groups);

    assertThat(privileges(first(rules, "team_growth", "scratch_growth", "mine")))
        .contains("SELECT", "INSERT", "DELETE", "UPDATE", "OWNERSHIP");
    assertThat(privileges(first(rules, "team_growth", "scratch_fleet", "theirs"))).isEmpty();
    assertThat(privileges(first(rules, "analyst", "scratch_growth", "mine"))).isEmpty();
  }

  @Test
  void everyPersonalColumnOfTheShippedContractsIsMaskedForAnalysts() {
    Contracts shipped = Contracts.read(SHIPPED);
    JsonNode rules = AccessRules.of(shipped, Groups.none());

    assertThat(masked(first(rules, "analyst", "raw", "dasher_pings")))
        .containsExactly("dasher_id", "latitude", "longitude");
    assertThat(masked(first(rules, "analyst", "raw", "order_events")))
        .containsExactly(
            "dasher_id",
            "customer_id",
            "dropoff_latitude",
            "dropoff_longitude",
            "subtotal_minor",
            "commission_minor",
            "dasher_pay_minor",
            "tip_minor");
    assertThat(masked(first(rules, "analyst", "raw", "dead_letters")))
        .containsExactly("payload", "record_key", "headers");
    assertThat(masked(first(rules, "analyst", "raw", "refused_events")))
        .containsExactly("event_source", "event_id", "body");
    assertThat(first(rules, "market_lead_san_francisco", "raw", "order_events").path("filter"))
        .hasToString("\"\\\"market\\\" IN ('san_francisco')\"");
  }

  @Test
  void inEveryShippedContractARoleGetsNullForWhatItMayNotSeeAndNothingWhereItIsNotNamed() {
    Contracts shipped = Contracts.read(SHIPPED);
    JsonNode rules = AccessRules.of(shipped, Groups.none());

    for (Contract contract : shipped.all()) {
      if (contract.table().isPresent()) {
        String schema = contract.requireTable().namespace();
        for (String role : AccessRules.roles(shipped)) {
          JsonNode rule = first(rules, role, schema, contract.name());
          Optional<RoleAccess> access = contract.access().role(role);
          assertThat(privileges(rule))
              .as("%s of %s", contract.name(), role)
              .isEqualTo(access.isPresent() ? List.of("SELECT") : List.of());
          access.ifPresent(named -> assertMasks(contract, named, rule));
        }
      }
    }
  }

  private static void assertMasks(Contract contract, RoleAccess role, JsonNode rule) {
    List<String> kept =
        contract.schema().fields().stream()
            .filter(field -> !role.sees().containsAll(field.classifications()))
            .map(Field::name)
            .toList();

    assertThat(masked(rule)).as("%s of %s", contract.name(), role.name()).isEqualTo(kept);
    assertThat(rule.has("filter")).isEqualTo(role.onlyWhere().isPresent());
  }

  @Test
  void theHiddenColumnsThatNameAMaskedPartitionAreClosed() {
    assertThat(closed(rule("analyst", "clean", "rides_days")))
        .containsExactly("$path", "$partition");
    assertThat(closed(rule("data_engineer", "clean", "rides_days"))).isEmpty();
    assertThat(closed(rule("analyst", "raw", "rides"))).isEmpty();
  }

  @Test
  void tableFunctionsAndProceduresAreForThePlatformOnly() {
    JsonNode rules = AccessRules.of(contracts, Groups.none());

    assertThat(rules.path("procedures")).hasSize(1);
    assertThat(rules.path("procedures").get(0).path("user").asText()).isEqualTo("freshet");
    assertThat(rules.path("functions").get(1).path("catalog").asText()).isEqualTo("system");
  }

  @Test
  void inAClusterNoNameMayDoMoreThanItsGroups() {
    JsonNode rules = AccessRules.ofCluster(contracts, Groups.none());

    assertThat(rules.findValuesAsText("user")).isEmpty();
    assertThat(rules.findValuesAsText("original_user")).isEmpty();
    assertThat(rules)
        .extracting(JsonNode::isEmpty)
        .as("Trino allows what a file has no kind of rule for")
        .hasSize(10);
    for (String kind : List.of("schemas", "procedures", "system_information", "impersonation")) {
      assertThat(rules.path(kind).isArray()).as(kind).isTrue();
      assertThat(rules.path(kind)).as(kind).isEmpty();
    }
    assertThat(first(rules, "analyst", "raw", "rides")).isEqualTo(rule("analyst", "raw", "rides"));
  }

  @Test
  void inAClusterWhoeverBuildsMartsWritesThemAndReadsWhatTheyAreBuiltOf() {
    JsonNode rules = AccessRules.ofCluster(contracts, Groups.none(), "mart_builders");

    for (String schema : List.of("marts", "staging", "intermediate")) {
      assertThat(privileges(first(rules, "mart_builders", schema, "rides_daily")))
          .as(schema)
          .containsExactly("SELECT", "INSERT", "DELETE", "UPDATE", "OWNERSHIP");
    }
    for (String schema : List.of("raw", "clean", "views", "cut_2026_11_29_07")) {
      assertThat(privileges(first(rules, "mart_builders", schema, "rides")))
          .as(schema)
          .containsExactly("SELECT");
    }
    assertThat(first(rules, "mart_builders", "raw", "rides").has("columns")).isFalse();
    assertThat(privileges(first(rules, "mart_builders", "scratch_growth", "mine"))).isEmpty();
    assertThat(rules.path("schemas")).hasSize(1);
    assertThat(privileges(first(rules, "analyst", "marts", "rides_daily")))
        .containsExactly("SELECT");
  }

  @Test
  void whoeverBuildsMartsIsNoRole() {
    assertThatThrownBy(() -> AccessRules.ofCluster(contracts, Groups.none(), "analyst"))
        .isInstanceOf(FreshetException.class)
        .hasMessageStartingWith("analyst is a role of contracts");
  }

  @Test
  void theRolesAreThoseOfAllContracts() {
    assertThat(AccessRules.roles(contracts))
        .isEqualTo(Set.of("analyst", "city_lead", "data_engineer", "data_scientist"));
  }

  private JsonNode rule(String group, String schema, String table) {
    return first(AccessRules.of(contracts, Groups.none()), group, schema, table);
  }

  /** What Trino does: the first table rule that fits decides. */
  private static JsonNode first(JsonNode rules, String group, String schema, String table) {
    return StreamSupport.stream(rules.path("tables").spliterator(), false)
        .filter(rule -> !rule.has("user"))
        .filter(rule -> fits(rule, "group", group))
        .filter(rule -> fits(rule, "schema", schema) && fits(rule, "table", table))
        .findFirst()
        .orElse(MissingNode.getInstance());
  }

  private List<JsonNode> rulesFor(String schema, String table) {
    return StreamSupport.stream(
            AccessRules.of(contracts, Groups.none()).path("tables").spliterator(), false)
        .filter(rule -> rule.path("schema").asText().equals(schema))
        .filter(rule -> rule.path("table").asText().equals(table))
        .toList();
  }

  private static boolean fits(JsonNode rule, String key, String value) {
    return !rule.has(key) || Pattern.matches(rule.path(key).asText(), value);
  }

  private static List<String> masked(JsonNode rule) {
    List<String> names = new ArrayList<>();
    rule.path("columns")
        .forEach(
            column -> {
              if (column.path("allow").asBoolean(true)) {
                assertThat(column.path("mask").asText()).isEqualTo("NULL");
                names.add(column.path("name").asText());
              }
            });

    return names;
  }

  private static List<String> closed(JsonNode rule) {
    return StreamSupport.stream(rule.path("columns").spliterator(), false)
        .filter(column -> !column.path("allow").asBoolean(true))
        .map(column -> column.path("name").asText())
        .toList();
  }

  private static List<String> privileges(JsonNode rule) {
    List<String> privileges = new ArrayList<>();
    rule.path("privileges").forEach(privilege -> privileges.add(privilege.asText()));

    return privileges;
  }
}
