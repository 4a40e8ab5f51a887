package io.freshet.cli.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class MistakeTest {
  private static final String UNKNOWN_COLUMN =
      "Query failed (#20260301_120000_00001_abcde): line 2:8: Column 'dashr_id' cannot be resolved";

  @Test
  void aPlaceIsShownInTheLineWithTheNearestName() {
    String explained =
        Mistake.of(UNKNOWN_COLUMN)
            .explain("select market,\n       dashr_id\nfrom t", Set.of("dasher_id", "market"));

    assertThat(explained.lines())
        .containsExactly(
            "Line 2, column 8: Column 'dashr_id' cannot be resolved; did you mean dasher_id?",
            "         dashr_id",
            "         ^");
  }

  @Test
  void aTableIsNamedWithItsSchema() {
    Mistake mistake = Mistake.of("line 1:15: Table 'lake.raw.dashr_pings' does not exist");

    assertThat(mistake.unknownName().orElseThrow().name()).isEqualTo("raw.dashr_pings");
    assertThat(mistake.explain("select * from raw.dashr_pings", Set.of("raw.dasher_pings")))
        .contains("did you mean raw.dasher_pings?");
  }

  @Test
  void whatHasNoPlaceIsTold() {
    Mistake mistake = Mistake.of("Query failed (#1_2): Access Denied: Cannot access catalog lake");

    assertThat(mistake.explain("select 1", Set.of()))
        .isEqualTo("Trino refused the statement: Access Denied: Cannot access catalog lake");
  }
}
