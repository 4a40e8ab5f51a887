package io.freshet.console.rows;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.warehouse.trino.query.TrinoClient;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GridTest {
  @Test
  void keepsValuesBackEvenWhereTrinoHasNot() {
    Grid masked = Grids.masked();

    assertThat(masked.columns().get(1).isMasked()).isTrue();
    assertThat(masked.rows())
        .allSatisfy(row -> assertThat(row.get(1)).isEqualTo(Grid.Cell.MASKED))
        .noneSatisfy(row -> assertThat(row.toString()).contains("4711"));
  }

  @Test
  void tellsNullFromTheTextNull() {
    Grid grid =
        Grid.of(
            new TrinoClient.Answer(List.of("a", "b"), List.of(Arrays.asList(null, "null")), true));

    assertThat(grid.rows().get(0))
        .containsExactly(Grid.Cell.NULL, new Grid.Cell("null", Grid.Kind.VALUE));
  }

  @Test
  void cutsLongValuesAndPrintsNestedOnes() {
    Grid grid =
        Grid.of(
            new TrinoClient.Answer(
                List.of("a", "b"),
                List.of(List.of("x".repeat(10_000), Map.of("city", List.of(1, 2)))),
                true));

    assertThat(grid.rows().get(0).get(0).text()).hasSize(501).endsWith("…");
    assertThat(grid.rows().get(0).get(1).text()).isEqualTo("{\"city\":[1,2]}");
  }

  @Test
  void knowsNumbersByTheirFirstValue() {
    assertThat(Grids.rides().columns().stream().map(Grid.Column::isNumber))
        .containsExactly(false, true, false);
    assertThat(Grids.none().columns()).allMatch(column -> !column.isNumber());
  }
}
