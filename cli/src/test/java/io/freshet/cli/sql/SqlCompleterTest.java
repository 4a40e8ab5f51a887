package io.freshet.cli.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class SqlCompleterTest {
  private static final Names NAMES =
      new Names(Set.of("raw", "views"), Set.of("raw.markets", "views.markets"), Set.of("reason"));

  @Test
  void completesSchemasColumnsAndKeywords() {
    assertThat(SqlCompleter.suggestions("r", NAMES)).containsExactly("raw.", "reason");
    assertThat(SqlCompleter.suggestions("SEL", NAMES)).containsExactly("select");
  }

  @Test
  void completesTablesOnceTheirSchemaIsThere() {
    assertThat(SqlCompleter.suggestions("raw.m", NAMES)).containsExactly("raw.markets");
  }
}
