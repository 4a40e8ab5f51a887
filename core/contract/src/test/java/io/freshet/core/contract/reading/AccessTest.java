package io.freshet.core.contract.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.freshet.core.contract.AccessPolicy;
import io.freshet.core.contract.Classification;
import io.freshet.core.contract.ContractException;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType.Scalar;
import io.freshet.core.contract.FieldType.Sequence;
import io.freshet.core.contract.FieldType.Struct;
import io.freshet.core.contract.Finding;
import io.freshet.core.contract.RoleAccess;
import io.freshet.core.contract.RowFilter;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who may read a table: what the reader takes in, and every rule broken once. */
class AccessTest {
  private static final String ROLES =
      """
      roles:
        - role: planner
          description: Plans the city
          access: read
          customProperties:
            - {property: sees, value: [personal]}
            - property: onlyWhere
              value:
                column: city
                values: [oslo, bergen]
        - role: auditor
      """;

  @Test
  void rolesSeeWhatTheContractSays() {
    assertThat(withRoles().contract().access())
        .isEqualTo(
            new AccessPolicy(
                List.of(
                    new RoleAccess(
                        "planner",
                        "Plans the city",
                        Set.of(Classification.PERSONAL),
                        Optional.of(
                            new RowFilter("city", Scalar.STRING, List.of("oslo", "bergen")))),
                    new RoleAccess("auditor", "", Set.of(), Optional.empty()))));
  }

  @Test
  void aServiceReadsOverHttpAsOneOfTheRoles() {
    AccessPolicy access =
        withRoles().withSetting("readers", "{wall-board: planner}").contract().access();

    assertThat(access.reader("wall-board").map(RoleAccess::name)).contains("planner");
    assertThat(access.reader("planner")).isEmpty();
  }

  @Test
  void aStreamWithoutATableIsReadAsTheUsualRoles() {
    AccessPolicy access =
        Draft.sound()
            .with(
                "slaProperties:\n  - {property: freshness, value: 60, unit: s}",
                "slaProperties: []")
            .withSetting("table", "none")
            .withSetting("readers", "{wall-board: analyst}")
            .contract()
            .access();

    assertThat(access.reader("wall-board").map(RoleAccess::name)).contains("analyst");
  }

  @Test
  void aReaderHasANameOfItsOwnAndARoleThatThereIs() {
    Draft draft = withRoles().withSetting("readers", "{Wall: planer}");

    assertThat(draft.findings())
        .extracting(Finding::problem, Finding::remedy)
        .containsExactly(
            tuple(
                "a reader is Wall",
                "lower-case words joined by hyphens or underscores, such as wall-board"),
            tuple("Wall reads as planer, which is none of the roles", "planner"));
  }

  @Test
  void aContractWithoutRolesHasThePlatformsTwo() {
    AccessPolicy access = Draft.sound().contract().access();

    assertThat(access).isEqualTo(AccessPolicy.standard());
    assertThat(access.role("analyst").orElseThrow().sees())
        .containsExactly(Classification.PUBLIC, Classification.INTERNAL);
    assertThat(access.role("data_engineer").orElseThrow().seesEverything()).isTrue();
    assertThat(access.role("planner")).isEmpty();
  }

  @Test
  void whatIsPublicOrInternalIsSeenByEachRole() {
    RoleAccess role = withRoles().contract().access().role("auditor").orElseThrow();

    assertThat(role.masks(column(Classification.PUBLIC))).isFalse();
    assertThat(role.masks(column(Classification.INTERNAL))).isFalse();
    assertThat(role.masks(column(Classification.CONFIDENTIAL))).isTrue();
    assertThat(role.masks(column(Classification.PERSONAL))).isTrue();
  }

  @Test
  void anArrayIsMaskedWholeWhenAPartOfItsElementsMustBe() {
    Field part = column(Classification.PERSONAL);
    Field array =
        new Field(
            9,
            "stops",
            new Sequence(10, new Struct(List.of(column(Classification.PUBLIC), part))),
            true,
            Classification.PUBLIC,
            List.of(),
            "Stops");
    AccessPolicy access = AccessPolicy.standard();

    assertThat(access.role("analyst").orElseThrow().masks(array)).isTrue();
    assertThat(access.role("data_engineer").orElseThrow().masks(array)).isFalse();
  }

  @Test
  void whoseRowsAreFilteredDoesNotSeeEverything() {
    RoleAccess role =
        new RoleAccess(
            "lead",
            "",
            EnumSet.allOf(Classification.class),
            Optional.of(new RowFilter("city", Scalar.STRING, List.of("oslo"))));

    assertThat(role.seesEverything()).isFalse();
  }

  @Test
  void aFilterIsBySomethingThatHasOneSpelling() {
    List<String> values = List.of("1.0");

    assertThatThrownBy(() -> new RowFilter("speed", Scalar.DOUBLE, values))
        .isInstanceOf(ContractException.class)
        .hasMessage("Rows can't be filtered by speed: it is no string, int or long");
  }

  @Test
  void someoneMayReadTheTable() {
    Draft draft = draft("roles: []\n");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "roles: []",
                "roles",
                "nobody may read the table",
                "at least one role, or no such key for the defaults"));
  }

  @Test
  void aRoleIsNoTeam() {
    Draft draft = withRoles().with("role: planner", "role: team_growth");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "team_growth",
                "roles[0].role",
                "team_growth would be a team, which does as it likes in its scratch schema",
                "a name that does not begin with team_"));
  }

  @Test
  void aRoleHasANameAsColumnsHaveOne() {
    Draft draft = withRoles().with("role: planner", "role: City-Planner");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "City-Planner",
                "roles[0].role",
                "City-Planner is no name",
                "lower-case words joined by underscores, at most 100 characters"));
  }

  @Test
  void aRoleIsNamedOnce() {
    Draft draft = withRoles().with("role: auditor", "role:  planner");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "role:  planner",
                "roles[1].role",
                "there are two roles planner",
                "each role once"));
  }

  @Test
  void aRoleReadsAndNothingElse() {
    Draft draft = withRoles().with("access: read", "access: write");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "access: write", "roles[0].access", "access is \"write\"", "one of read"));
  }

  @Test
  void aRoleSeesClassificationsThatThereAre() {
    Draft draft = withRoles().with("value: [personal]", "value: [personnel]");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "personnel",
                "roles[0].customProperties.sees",
                "sees is [\"personnel\"]",
                "a list out of public, internal, confidential, personal"));
  }

  @Test
  void aMisspelledPropertyOfARoleIsNamedWithTheNearest() {
    Draft draft = withRoles().with("property: sees", "property: see");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "property: see",
                "roles[0].customProperties.see",
                "see is no custom property of Freshet's",
                "sees"));
  }

  @Test
  void aFilterIsByAColumnThatThereIs() {
    Draft draft = withRoles().with("column: city", "column: citty");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "column: citty",
                "roles[0].customProperties.onlyWhere.column",
                "there is no column citty",
                "city"));
  }

  @Test
  void aFilterIsByAColumnWhoseTypeHasOneSpelling() {
    Draft draft = withRoles().with("column: city", "column: event_time");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "column: event_time",
                "roles[0].customProperties.onlyWhere.column",
                "the column event_time has another type",
                "the name of a string, int or long column"));
  }

  @Test
  void aFilterSaysAllOfIt() {
    Draft draft = withRoles().with("values: [oslo, bergen]", "value: [oslo]");

    assertThat(draft.findings())
        .containsExactlyInAnyOrder(
            draft.finding(
                "value: [oslo]",
                "roles[0].customProperties.onlyWhere.value",
                "value is no key here",
                "values"),
            draft.finding(
                "  value:\n",
                "roles[0].customProperties.onlyWhere.values",
                "the filter names no values",
                "a list of at least one value"));
  }

  @Test
  void aFiltersValuesFitTheColumn() {
    Draft draft =
        withRoles().with("column: city", "column: ride_id").with("[oslo, bergen]", "[17, oslo]");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "[17, oslo]",
                "roles[0].customProperties.onlyWhere.values[1]",
                "\"oslo\" is no value of ride_id",
                "a whole number in plain decimals"));
  }

  @Test
  void aFiltersValuesAreSomeThatTheColumnTakes() {
    Draft draft =
        withRoles()
            .withColumn(
                "state",
                7,
                "logicalType: string",
                "quality:",
                "  - {metric: invalidValues, mustBe: 0, arguments: {validValues: [begun, done]}}")
            .with("column: city", "column: state")
            .with("[oslo, bergen]", "[began]");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "[began]",
                "roles[0].customProperties.onlyWhere.values[0]",
                "state never has the value began",
                "begun"));
  }

  @Test
  void aFilterIsAMap() {
    Draft draft =
        draft(
            """
            roles:
              - role: planner
                customProperties: [{property: onlyWhere, value: "city = 'oslo'"}]
            """);

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "onlyWhere",
                "roles[0].customProperties.onlyWhere",
                "onlyWhere is \"city = 'oslo'\"",
                "a map with column and values"));
  }

  @Test
  void aContractWithoutATableHasNoRoles() {
    Draft draft =
        withRoles()
            .withSetting("table", "none")
            .without("  - {property: freshness, value: 60, unit: s}\n")
            .with("slaProperties:", "slaProperties: []");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "roles:",
                "roles",
                "this is about a table, and the contract has none",
                "no such key"));
  }

  @Test
  void theElementsOfAnArrayHaveNoClassificationThatNobodyReads() {
    Draft draft =
        Draft.sound()
            .with(
                "logicalType: object\n",
                "logicalType: object\n          classification: personal\n");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "classification: personal",
                "schema[0].properties[3].items.classification",
                "the elements have a classification of their own",
                "classification at the array or at the parts of its elements"));
  }

  private static Draft withRoles() {
    return draft(ROLES);
  }

  private static Draft draft(String roles) {
    return Draft.sound().with("slaProperties:", roles + "slaProperties:");
  }

  private static Field column(Classification classification) {
    return new Field(7, "speed", Scalar.LONG, true, classification, List.of(), "Meters a second");
  }
}
