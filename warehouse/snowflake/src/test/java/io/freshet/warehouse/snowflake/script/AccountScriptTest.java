package io.freshet.warehouse.snowflake.script;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Contracts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountScriptTest {
  private final List<Statement> statements =
      Account.statements(Account.projectContracts(), Map.of());

  @Test
  void givesEachTableOfTheLakeAnIcebergTable() {
    assertThat(names(Kind.ICEBERG_TABLE))
        .contains("FRESHET.RAW.DASHER_PINGS", "FRESHET.CLEAN.DASHER_EFFICIENCY");
    assertThat(Account.named(statements, Kind.ICEBERG_TABLE, "FRESHET.RAW.DASHER_PINGS").sql())
        .contains("CATALOG_NAMESPACE = 'raw'", "CATALOG_TABLE_NAME = 'dasher_pings'");
  }

  @Test
  void givesEachStreamOnePipeAndDerivedTablesNone() {
    assertThat(names(Kind.PIPE))
        .contains("FRESHET.LANDED.DASHER_PINGS_PIPE", "FRESHET.LANDED.ORDER_EVENTS_PIPE")
        .doesNotContain("FRESHET.LANDED.DASHER_EFFICIENCY_PIPE")
        .hasSameSizeAs(names(Kind.TABLE));
  }

  /** Its documentation does not say that it reads their files. */
  @Test
  void leavesTablesOfPagesV2Out(@TempDir Path folder) throws IOException {
    Contracts contracts =
        Account.projectContracts(
            folder, "dasher_pings", text -> text + "  - {property: parquetPages, value: v2}\n");

    assertThat(Account.statements(contracts, Map.of()))
        .extracting(Statement::name)
        .contains("FRESHET.RAW.ORDER_EVENTS")
        .doesNotContain("FRESHET.RAW.DASHER_PINGS", "FRESHET.LANDED.DASHER_PINGS_PIPE");
  }

  @Test
  void makesWhatOthersNeedFirst() {
    List<String> order = statements.stream().map(Statement::name).toList();

    for (Statement statement : statements) {
      for (String need : statement.needs()) {
        assertThat(order.indexOf(need))
            .as("%s needs %s", statement.name(), need)
            .isNotNegative()
            .isLessThan(order.indexOf(statement.name()));
      }
    }
  }

  @Test
  void letsNobodyReadATableBeforeItsPoliciesAreOnIt() {
    int lastPolicy = lastOf(Kind.MASK, Kind.ROW_FILTER);
    int firstGrant =
        statements.indexOf(
            statements.stream()
                .filter(statement -> statement.simpleName().startsWith("SELECT"))
                .findFirst()
                .orElseThrow());

    assertThat(firstGrant).isGreaterThan(lastPolicy);
  }

  @Test
  void runsTheSameStatementAnyNumberOfTimes() {
    assertThat(statements)
        .allSatisfy(
            statement ->
                assertThat(statement.sql())
                    .containsAnyOf("IF NOT EXISTS", "GRANT ", " FORCE", "NOT EXISTS"));
  }

  @Test
  void givesReferencesAViewOfTheNewestRows() {
    assertThat(names(Kind.VIEW)).containsExactly("FRESHET.LANDED.MARKETS_LATEST");
  }

  @Test
  void keepsTheCatalogsTokenOutOfTheSql() {
    assertThat(statements)
        .filteredOn(statement -> statement.kind() == Kind.CATALOG_INTEGRATION)
        .singleElement()
        .satisfies(
            statement ->
                assertThat(statement.sql()).contains("BEARER_TOKEN = '<% catalog_token %>'"));
  }

  @Test
  void namesEverythingOfTheAccountAfterTheDatabase() {
    List<Statement> other =
        Account.statements(Account.projectContracts(), Map.of("snowflake.database", "staging"));

    assertThat(other).allSatisfy(each -> assertThat(each.name()).matches("(STAGING|SYSADMIN).*"));
  }

  @Test
  void changesTheDefinitionOnlyWithWhatItDefines() {
    Statement pipe = Account.named(statements, Kind.PIPE, "FRESHET.LANDED.MARKETS_PIPE");
    Statement same =
        Account.named(
            Account.statements(Account.projectContracts(), Map.of("snowflake.role", "OTHER")),
            Kind.PIPE,
            "FRESHET.LANDED.MARKETS_PIPE");
    Statement other =
        Account.named(
            Account.everything(Account.projectContracts()),
            Kind.PIPE,
            "FRESHET.LANDED.MARKETS_PIPE");

    assertThat(same.renewal().definition()).isEqualTo(pipe.renewal().definition());
    assertThat(other.renewal().definition()).isNotEqualTo(pipe.renewal().definition());
  }

  private Set<String> names(Kind kind) {
    return statements.stream()
        .filter(statement -> statement.kind() == kind)
        .map(Statement::name)
        .collect(Collectors.toSet());
  }

  private int lastOf(Kind... kinds) {
    int last = -1;
    for (int i = 0; i < statements.size(); i++) {
      if (List.of(kinds).contains(statements.get(i).kind())) {
        last = i;
      }
    }

    return last;
  }
}
