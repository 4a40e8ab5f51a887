package io.freshet.warehouse.snowflake.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.contract.AccessPolicy;
import io.freshet.core.contract.Classification;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.ContractException;
import io.freshet.core.contract.FieldType.Scalar;
import io.freshet.core.contract.RoleAccess;
import io.freshet.core.contract.RowFilter;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PoliciesTest {
  private static final RoleAccess ENGINEER =
      new RoleAccess("engineer", "All", EnumSet.allOf(Classification.class), Optional.empty());

  private final Names names = new Names("freshet");

  @Test
  void givesNullToWhoeverTheContractDoesNotLetSeeAColumn() {
    Statement policy =
        Account.named(
            policies(ENGINEER, role("analyst", Optional.empty())),
            Kind.MASKING_POLICY,
            "FRESHET.POLICIES.DASHER_PINGS__DASHER_ID");

    assertThat(policy.sql())
        .contains(
            "AS (\"VALUE\" NUMBER(19,0)) RETURNS NUMBER(19,0) ->"
                + " CASE WHEN IS_ROLE_IN_SESSION('FRESHET_ENGINEER') THEN \"VALUE\" ELSE NULL END");
  }

  @Test
  void masksTheIcebergTableAndTheCopy() {
    assertThat(policies(ENGINEER, role("analyst", Optional.empty())))
        .filteredOn(statement -> statement.kind() == Kind.MASK)
        .extracting(Statement::name)
        .contains(
            "FRESHET.RAW.DASHER_PINGS.LATITUDE BY DASHER_PINGS__LATITUDE",
            "FRESHET.LANDED.DASHER_PINGS.LATITUDE BY DASHER_PINGS__LATITUDE");
  }

  @Test
  void leavesOutWhatEverybodySees() {
    assertThat(policies(ENGINEER)).isEmpty();
    assertThat(policies(ENGINEER, role("analyst", Optional.empty())))
        .noneMatch(statement -> statement.name().contains("ACCURACY_METERS"));
  }

  @Test
  void showsFilteredRolesTheirRowsAndOthersAll() {
    RowFilter filter = new RowFilter("market", Scalar.STRING, List.of("o'hare", "sf"));
    Statement policy =
        Account.named(
            policies(ENGINEER, role("local", Optional.of(filter))),
            Kind.ROW_ACCESS_POLICY,
            "FRESHET.POLICIES.DASHER_PINGS__ROWS");

    assertThat(policy.sql())
        .contains(
            "AS (\"MARKET\" VARCHAR) RETURNS BOOLEAN -> IS_ROLE_IN_SESSION('FRESHET_ENGINEER') OR"
                + " (IS_ROLE_IN_SESSION('FRESHET_LOCAL') AND \"MARKET\" IN ('o''hare', 'sf'))");
  }

  @Test
  void refusesAColumnThatIsFilteredByAndMasked() {
    RowFilter filter = new RowFilter("dasher_id", Scalar.LONG, List.of("7"));

    assertThatThrownBy(() -> policies(ENGINEER, role("local", Optional.of(filter))))
        .isInstanceOf(ContractException.class)
        .hasMessage(
            "Contract dasher_pings filters rows by dasher_id and masks it as well, which Snowflake"
                + " can't do on one column; classify it as public or internal, or filter by"
                + " another one");
  }

  @Test
  void aPolicyOfAnotherTypeCanNotBeAlteredIntoThisOne() {
    Definition there = Definition.of("body", "VARCHAR");

    assertThat(Definition.of("other", "VARCHAR").canReplace(there)).isTrue();
    assertThat(Definition.of("other", "NUMBER(19,0)").canReplace(there)).isFalse();
    assertThat(Definition.of("body").canReplace(there)).isFalse();
  }

  @Test
  void aPoliciesCommentTellsItsTypesFromItsBody() {
    Statement policy =
        Account.named(
            policies(ENGINEER, role("analyst", Optional.empty())),
            Kind.MASKING_POLICY,
            "FRESHET.POLICIES.DASHER_PINGS__DASHER_ID");
    Definition definition = policy.renewal().definition().orElseThrow();

    assertThat(definition.lasting()).isEqualTo(Definition.of("", "NUMBER(19,0)").lasting());
    assertThat(definition.comment("It")).isNotEqualTo(Definition.of("body").comment("It"));
    assertThat(Definition.in(definition.comment("It").replace("'", ""))).contains(definition);
  }

  private static RoleAccess role(String name, Optional<RowFilter> filter) {
    return new RoleAccess(name, name, EnumSet.noneOf(Classification.class), filter);
  }

  private List<Statement> policies(RoleAccess... roles) {
    Contract pings = Account.projectContracts().require("dasher_pings");

    return new Policies(names).of(pings.with(new AccessPolicy(List.of(roles))));
  }
}
