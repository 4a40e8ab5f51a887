package io.freshet.warehouse.snowflake.script;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.warehouse.snowflake.script.Revocations.Granted;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RevocationsTest {
  private static final String ROLE = "FRESHET_ANALYST";
  private static final Granted READ = new Granted("SELECT", "TABLE", "FRESHET.RAW.DASHER_PINGS");

  private final List<Statement> statements =
      Account.statements(Account.projectContracts(), Map.of());

  @Test
  void takesBackWhatNoContractGivesAnyMore() {
    List<Statement> without =
        statements.stream()
            .filter(statement -> !statement.name().endsWith(".DASHER_PINGS"))
            .toList();

    assertThat(Revocations.of(without).of(ROLE, List.of(READ)))
        .singleElement()
        .satisfies(
            revocation -> {
              assertThat(revocation.resource())
                  .isEqualTo("grant FRESHET_ANALYST.SELECT ON TABLE FRESHET.RAW.DASHER_PINGS");
              assertThat(revocation.sql())
                  .isEqualTo(
                      "REVOKE SELECT ON TABLE \"FRESHET\".\"RAW\".\"DASHER_PINGS\""
                          + " FROM ROLE \"FRESHET_ANALYST\"");
            });
  }

  @Test
  void takesAllFromARoleThatNoContractNamesAnyMore() {
    Granted usage = new Granted("USAGE", "SCHEMA", "FRESHET.RAW");

    assertThat(Revocations.of(statements).of("FRESHET_GONE", List.of(READ, usage))).hasSize(2);
  }

  @Test
  void leavesWhatAContractGivesWhateverSnowflakeCallsTheTable() {
    Granted iceberg = new Granted("SELECT", "ICEBERG_TABLE", READ.object());

    assertThat(Revocations.of(statements).of(ROLE, List.of(READ, iceberg))).isEmpty();
  }

  @Test
  void leavesWhatOthersHaveGiven() {
    assertThat(
            Revocations.of(statements)
                .of(
                    ROLE,
                    List.of(
                        new Granted("INSERT", "TABLE", READ.object()),
                        new Granted("SELECT", "TABLE", "FRESHET_2.RAW.DASHER_PINGS"),
                        new Granted("USAGE", "WAREHOUSE", "LOAD"),
                        new Granted("USAGE", "ROLE", "FRESHET_ENGINEER"))))
        .isEmpty();
  }
}
