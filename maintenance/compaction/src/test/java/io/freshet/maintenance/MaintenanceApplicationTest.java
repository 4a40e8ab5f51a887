package io.freshet.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.FreshetException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MaintenanceApplicationTest {
  @Test
  void wantsEitherSomeTablesOrAll() {
    assertThatThrownBy(() -> call())
        .isInstanceOf(FreshetException.class)
        .hasMessage("Say which tables: --all, or --table raw.dasher_pings once or more");
    assertThatThrownBy(() -> call("--all", "--table", "raw.x"))
        .isInstanceOf(FreshetException.class);
  }

  @Test
  void refusesATableWithoutANamespace() {
    assertThatThrownBy(() -> call("--table", "dasher_pings"))
        .isInstanceOf(FreshetException.class)
        .hasMessage("dasher_pings is no table; write namespace.name");
  }

  @Test
  void answersWrongUseWithTwo() {
    assertThat(MaintenanceApplication.run("--everything")).isEqualTo(2);
    assertThat(MaintenanceApplication.run()).isEqualTo(2);
  }

  private static void call(String... arguments) throws Exception {
    MaintenanceApplication application = new MaintenanceApplication();
    new CommandLine(application).parseArgs(arguments);
    application.call();
  }
}
