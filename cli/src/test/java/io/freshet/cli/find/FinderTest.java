package io.freshet.cli.find;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Contracts;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class FinderTest {
  private static final List<Thing> SHIPPED =
      new Things().addAll(Contracts.read(Path.of("../contracts"))).all();

  @Test
  void aWholeNameComesFirstAndTablesBeforeColumns() {
    assertThat(names("markets")).startsWith("raw.markets");
    assertThat(names("dasher", "id")).startsWith("clean.dasher_earnings_daily.dasher_id");
  }

  @Test
  void everyWordMustBeThere() {
    assertThat(names("dasher", "cancelled")).isEmpty();
    assertThat(names("order", "cancelled")).contains("raw.order_events.reason");
  }

  @Test
  void aWordIsFoundByItsBeginningOnly() {
    assertThat(names("eta"))
        .contains("raw.eta_predictions")
        .doesNotContain("raw.dead_letters.detail");
    assertThat(names("cancel")).contains("raw.order_events.state");
  }

  @Test
  void anOwnerIsFoundToo() {
    assertThat(names("delivery-marketplace")).contains("raw.markets", "raw.market_supply");
  }

  private static List<String> names(String... words) {
    return Finder.find(SHIPPED, List.of(words)).stream()
        .map(found -> found.thing().name())
        .toList();
  }
}
