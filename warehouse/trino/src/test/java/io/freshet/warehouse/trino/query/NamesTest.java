package io.freshet.warehouse.trino.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NamesTest {
  private static final Names NAMES =
      new Names(
          Set.of("raw", "views"),
          Map.of(
              "raw.markets", Set.of("reason"),
              "raw.markets_old", Set.of("age"),
              "views.supply", Set.of("zone")));
  private static final Mistake.UnknownName COLUMN =
      Mistake.of("line 1:8: Column 'x' cannot be resolved").unknownName().orElseThrow();

  @Test
  void columnsAreThoseOfTheStatementsTables() {
    assertThat(NAMES.like(COLUMN, "select x from RAW.markets")).containsExactly("reason");
    assertThat(NAMES.like(COLUMN, "select x from views . \"supply\"")).containsExactly("zone");
  }

  @Test
  void columnsAreThoseOfAllTablesWhereTheStatementNamesNone() {
    assertThat(NAMES.like(COLUMN, "select x")).containsExactly("age", "reason", "zone");
  }
}
