package io.freshet.dbt.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DbtArgumentsTest {
  @Test
  void needNoWarehouseToReadTheProject() {
    assertThat(arguments("parse").needWarehouse()).isFalse();
    assertThat(arguments("ls", "--select", "orders_daily").needWarehouse()).isFalse();
    assertThat(arguments("docs", "serve").needWarehouse()).isFalse();
    assertThat(arguments("build", "--help").needWarehouse()).isFalse();
    assertThat(arguments("--version").needWarehouse()).isFalse();
  }

  @Test
  void needAWarehouseToBuildAndToAskIt() {
    assertThat(arguments("build").needWarehouse()).isTrue();
    assertThat(arguments("--quiet", "run").needWarehouse()).isTrue();
    assertThat(arguments("docs", "generate").needWarehouse()).isTrue();
    assertThat(arguments("source", "freshness").needWarehouse()).isTrue();
  }

  @Test
  void goToTrinoUnlessTheyNameAnotherTarget() {
    assertThat(arguments("build").useTrino(Map.of())).isTrue();
    assertThat(arguments("build", "--target", "snowflake").useTrino(Map.of())).isFalse();
    assertThat(arguments("build", "--target=snowflake").useTrino(Map.of())).isFalse();
    assertThat(arguments("build").useTrino(Map.of("FRESHET_DBT_TARGET", "snowflake"))).isFalse();
    assertThat(
            arguments("build", "-t", "trino").useTrino(Map.of("FRESHET_DBT_TARGET", "snowflake")))
        .isTrue();
  }

  @Test
  void tellSourceFreshnessFromOtherCommands() {
    assertThat(arguments("source", "freshness").isSourceFreshness()).isTrue();
    assertThat(arguments("build", "--select", "source:delivery+").isSourceFreshness()).isFalse();
  }

  private static DbtArguments arguments(String... words) {
    return new DbtArguments(List.of(words));
  }
}
