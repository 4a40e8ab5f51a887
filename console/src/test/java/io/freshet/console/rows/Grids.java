package io.freshet.console.rows;

import io.freshet.warehouse.trino.query.TrinoClient;
import java.util.Arrays;
import java.util.List;

/** Rows of rides, as they might come from Trino. */
public final class Grids {
  private static final TrinoClient.Answer ANSWER =
      new TrinoClient.Answer(
          List.of("city", "ride_id", "note"),
          List.of(
              Arrays.asList("oslo", 4711L, "<script>alert(1)</script>"),
              Arrays.asList("bergen", 4712L, null)),
          false);

  private Grids() {}

  /** Two rows of three columns, and more that are not shown. */
  public static Grid rides() {
    return Grid.of(ANSWER);
  }

  /** The same, of which nobody may see who rode. */
  public static Grid masked() {
    return Grid.of(ANSWER, column -> column.equals("ride_id"));
  }

  /** Where no row fits. */
  public static Grid none() {
    return Grid.of(new TrinoClient.Answer(List.of("city"), List.of(), true));
  }
}
