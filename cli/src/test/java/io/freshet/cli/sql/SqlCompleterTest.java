package io.freshet.cli.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.warehouse.trino.query.Names;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SqlCompleterTest {
  private static final Names NAMES =
      new Names(
          Set.of("raw", "views"),
          Map.of("raw.markets", Set.of("reason"), "views.markets", Set.of("zone")));

  @Test
  void completesSchemasColumnsAndKeywords() {
    assertThat(SqlCompleter.suggestions("r", NAMES)).containsExactly("raw.", "reason");
    assertThat(SqlCompleter.suggestions("sel", NAMES)).containsExactly("select");
    assertThat(SqlCompleter.suggestions("SEL", NAMES)).containsExactly("SELECT");
  }

  @Test
  void completesTablesOnceTheirSchemaIsThere() {
    assertThat(SqlCompleter.suggestions("raw.m", NAMES)).containsExactly("raw.markets");
  }
}
