package io.freshet.batch.landing.given;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.toolkit.FreshetException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ColumnChoiceTest {
  private static final Contract ORDERS =
      Contracts.read(Path.of("../../contracts")).require("order_events");
  private static final List<String> REQUIRED =
      List.of("order_id", "order_version", "state", "event_time", "synthetic");

  @Test
  void takesColumnsByTheirNamesInTheFilesOrder() {
    assertThat(ColumnChoice.NONE.of(ORDERS, "orders.csv", with("market")).keySet())
        .containsExactlyElementsOf(with("market"));
  }

  @Test
  void renamesAndLeavesOut() {
    ColumnChoice choice = new ColumnChoice(Map.of("market", "city"), Set.of("weather"));

    assertThat(choice.of(ORDERS, "orders.csv", with("city", "weather")))
        .containsKey("city")
        .doesNotContainKey("weather")
        .hasSize(6);
  }

  @Test
  void namesEveryColumnThatIsTooManyOrLacks() {
    assertThatThrownBy(() -> ColumnChoice.NONE.of(ORDERS, "orders.csv", with("markt")))
        .isInstanceOf(FreshetException.class)
        .hasMessage(
            "orders.csv has the columns order_id, order_version, state, event_time, synthetic, markt:"
                + " markt is no column of order_events; did you mean market?; market is required and"
                + " lacks; name a column by --map CONTRACT_COLUMN=FILE_COLUMN, leave one out by"
                + " --leave-out");
  }

  @Test
  void refusesNamesThatNobodyKnows() {
    ColumnChoice choice =
        new ColumnChoice(Map.of("markets", "city", "reason", "why"), Set.of("weather"));

    assertThatThrownBy(() -> choice.of(ORDERS, "orders.csv", with("market")))
        .hasMessageContaining("markets, which --map names, is no column of order_events")
        .hasMessageContaining("why, which --map names, is not there")
        .hasMessageContaining("weather, which is to be left out, is not there");
  }

  private static List<String> with(String... more) {
    List<String> header = new java.util.ArrayList<>(REQUIRED);
    header.addAll(List.of(more));

    return header;
  }
}
