package io.freshet.warehouse.snowflake.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.warehouse.snowflake.script.Account;
import io.freshet.warehouse.snowflake.script.AccountScript;
import io.freshet.warehouse.snowflake.script.Kind;
import io.freshet.warehouse.snowflake.script.Statement;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SnowflakeFailuresTest {
  @Test
  void namesTheGrantThatIsMissing() {
    SQLException refused =
        new SQLException(
            "SQL access control error:\nInsufficient privileges to operate on database 'FRESHET'",
            "42501",
            3001);

    FreshetException failure = SnowflakeFailures.running(first(Kind.SCHEMA), "LOADER", refused);

    assertThat(failure.fault()).isEqualTo(Fault.CALLER);
    assertThat(failure)
        .hasMessage(
            "Role LOADER may not make schema FRESHET.CLEAN: grant it what it lacks with  GRANT"
                + " CREATE SCHEMA ON DATABASE FRESHET TO ROLE LOADER");
  }

  @Test
  void namesGrantsOfTheAccount() {
    SQLException refused = new SQLException("Insufficient privileges", "42501", 3001);

    assertThat(SnowflakeFailures.running(first(Kind.STORAGE_INTEGRATION), "LOADER", refused))
        .hasMessageEndingWith("GRANT CREATE INTEGRATION ON ACCOUNT TO ROLE LOADER");
  }

  @Test
  void takesALostConnectionForADependencyThatIsAway() {
    SQLException lost = new SQLException("Communication error", "08006", 200015);

    assertThat(SnowflakeFailures.running(first(Kind.TABLE), "LOADER", lost).fault())
        .isEqualTo(Fault.DEPENDENCY);
  }

  @Test
  void takesAWrongKeyForTheCallersFault() {
    SQLException refused = new SQLException("JWT token is invalid.", "08001", 390_144);

    FreshetException failure =
        SnowflakeFailures.connecting("https://x.snowflakecomputing.com", "freshet", refused);

    assertThat(failure.fault()).isEqualTo(Fault.CALLER);
    assertThat(failure).hasMessageContaining("does not let freshet in: JWT token is invalid;");
  }

  private static Statement first(Kind kind) {
    return AccountScript.of(Account.projectContracts(), Account.settings(Map.of()))
        .statements()
        .stream()
        .filter(statement -> statement.kind() == kind)
        .findFirst()
        .orElseThrow();
  }
}
