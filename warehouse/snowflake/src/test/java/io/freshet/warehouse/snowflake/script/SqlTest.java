package io.freshet.warehouse.snowflake.script;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SqlTest {
  @Test
  void writesNamesAsSnowflakeFoldsWhatPeopleType() {
    assertThat(Sql.path("freshet", "raw", "dasher_pings"))
        .isEqualTo("\"FRESHET\".\"RAW\".\"DASHER_PINGS\"");
  }

  @Test
  void keepsAQuoteInANameAName() {
    assertThat(Sql.name("x\" drop")).isEqualTo("\"X\"\" DROP\"");
  }

  @Test
  void keepsQuotesAndBackslashesInATextText() {
    assertThat(Sql.text("it's \\' ; DROP")).isEqualTo("'it''s \\\\'' ; DROP'");
  }

  @Test
  void readsBackTheDefinitionThatACommentNames() {
    Definition definition = Definition.of("TYPE = PARQUET");
    String comment = definition.comment("Parquet");

    assertThat(Definition.in(comment.substring(1, comment.length() - 1))).contains(definition);
    assertThat(Definition.in("made by hand")).isEmpty();
    assertThat(Definition.in(null)).isEmpty();
  }
}
