package io.freshet.console.rows;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.FreshetException;
import io.freshet.warehouse.trino.query.QueryLimits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RoleConnectionTest {
  private static final Viewer VIEWER = new Viewer("analyst", "console", true);

  @Test
  void readsWhereTrinoGivesThatRoleAndNoOther() {
    assertThatCode(() -> RoleConnection.requireRole(VIEWER, List.of("analyst")))
        .doesNotThrowAnyException();
  }

  @Test
  void readsNothingForAUserWithMoreLessOrAnother() {
    for (List<String> groups :
        List.of(
            List.<String>of(),
            List.of("data_engineer"),
            List.of("analyst", "data_engineer"),
            List.of("analyst", "team_growth"))) {
      assertThatThrownBy(() -> RoleConnection.requireRole(VIEWER, groups))
          .as("%s", groups)
          .isInstanceOf(FreshetException.class)
          .hasMessageContaining("and console.role is analyst: no rows are read until they agree")
          .hasMessageEndingWith("./freshet token console --role analyst gives that role");
    }
  }

  @Test
  void saysThatNoTrinoIsNamed() {
    QueryLimits limits = new QueryLimits(1, 1, Duration.ofSeconds(1), 1);

    assertThatThrownBy(() -> new RoleConnection(VIEWER, Optional.empty()).open(limits))
        .hasMessageContaining("trino.host");
  }
}
