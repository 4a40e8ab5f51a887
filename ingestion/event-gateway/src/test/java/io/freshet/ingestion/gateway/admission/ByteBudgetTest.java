package io.freshet.ingestion.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ByteBudgetTest {
  private final ByteBudget budget = new ByteBudget(100);

  @Test
  void givesNoMoreThanThereIs() {
    assertThat(budget.take(60)).isPresent();
    assertThat(budget.take(41)).isEmpty();
    assertThat(budget.take(40)).isPresent();
  }

  @Test
  void takesAShareBackOnce() {
    ByteBudget.Share share = budget.take(60).orElseThrow();

    share.giveBack();
    share.giveBack();

    assertThat(budget.taken()).isZero();
  }
}
