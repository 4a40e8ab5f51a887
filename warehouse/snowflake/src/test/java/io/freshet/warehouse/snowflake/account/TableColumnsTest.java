package io.freshet.warehouse.snowflake.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.warehouse.snowflake.account.Inventory.ExistingColumn;
import io.freshet.warehouse.snowflake.account.TableColumns.Descriptions;
import io.freshet.warehouse.snowflake.script.Account;
import io.freshet.warehouse.snowflake.script.AccountScript;
import io.freshet.warehouse.snowflake.script.Columns.Column;
import io.freshet.warehouse.snowflake.script.Statement;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TableColumnsTest {
  private final Statement table =
      AccountScript.of(Account.projectContracts(), Account.settings(Map.of())).statements().stream()
          .filter(statement -> statement.name().equals("FRESHET.LANDED.MARKETS"))
          .findFirst()
          .orElseThrow();

  @Test
  void hasNothingToDoWhereAllIsAsItShouldBe() {
    assertThat(compare(asItShouldBe()).isComplete()).isTrue();
  }

  @Test
  void describesAColumnWhoseMeaningHasChanged() {
    Map<String, ExistingColumn> existing = asItShouldBe();
    existing.put("NAME", new ExistingColumn("TEXT", "Its old meaning"));

    assertThat(compare(existing).sql(table))
        .containsExactly(
            "COMMENT ON COLUMN \"FRESHET\".\"LANDED\".\"MARKETS\".\"NAME\" IS"
                + " 'Its name for people'");
  }

  @Test
  void addsAColumnWithoutAValueForRowsThatAreThere() {
    Map<String, ExistingColumn> existing = asItShouldBe();
    existing.remove("NAME");

    assertThat(compare(existing).sql(table))
        .containsExactly(
            "ALTER TABLE \"FRESHET\".\"LANDED\".\"MARKETS\" ADD COLUMN IF NOT EXISTS \"NAME\""
                + " VARCHAR COMMENT 'Its name for people'");
  }

  @Test
  void leavesAColumnThatTheContractNoLongerHas() {
    Map<String, ExistingColumn> existing = asItShouldBe();
    existing.put("FORMER", new ExistingColumn("TEXT", ""));

    assertThat(compare(existing).isComplete()).isTrue();
  }

  @Test
  void doesNotTouchAColumnOfAnotherType() {
    Map<String, ExistingColumn> existing = asItShouldBe();
    existing.put("LATITUDE", new ExistingColumn("NUMBER(8,6)", ""));

    TableColumns columns = compare(existing);

    assertThat(columns.conflicts())
        .containsExactly("LATITUDE is NUMBER(8,6) there and NUMBER(9,6) in the contract");
    assertThat(columns.sql(table)).isEmpty();
  }

  private TableColumns compare(Map<String, ExistingColumn> existing) {
    return TableColumns.compare(table, existing, Descriptions.KEPT);
  }

  private Map<String, ExistingColumn> asItShouldBe() {
    Map<String, ExistingColumn> existing = new HashMap<>();
    for (Column column : table.renewal().columns()) {
      String type =
          column.type().startsWith("TIMESTAMP")
              ? "TIMESTAMP_LTZ"
              : column.type().replace("VARCHAR", "TEXT");
      existing.put(
          column.name().toUpperCase(Locale.ROOT), new ExistingColumn(type, column.comment()));
    }

    return existing;
  }
}
