package io.freshet.warehouse.trino.query;

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
  void aWrongSnapshotIsToldWhatWouldBeRight() {
    Mistake narrow = Mistake.of("line 1:1: Unsupported type for table version: integer");
    Mistake gone = Mistake.of("Query failed (#1_2): Iceberg snapshot ID does not exists: 7");

    assertThat(narrow.explain("select", Set.of())).contains("; write a snapshot's id as bigint");
    assertThat(gone.explain("select", Set.of())).contains("; select snapshot_id, committed_at");
  }

  @Test
  void whatHasNoPlaceIsTold() {
    Mistake mistake = Mistake.of("Query failed (#1_2): Access Denied: Cannot access catalog lake");

    assertThat(mistake.explain("select 1", Set.of()))
        .isEqualTo("Trino refused the statement: Access Denied: Cannot access catalog lake");
  }
}
