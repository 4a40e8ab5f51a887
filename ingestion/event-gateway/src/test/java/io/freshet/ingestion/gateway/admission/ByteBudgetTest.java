package io.freshet.ingestion.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ByteBudgetTest {
  private final ByteBudget budget = new ByteBudget(100, 10);

  @Test
  void givesNoMoreThanThereIs() {
    assertThat(budget.take("a", 50)).isInstanceOf(ByteBudget.Share.class);
    assertThat(budget.take("b", 40)).isInstanceOf(ByteBudget.Share.class);
    assertThat(budget.take("c", 11)).isEqualTo(ByteBudget.Refused.FULL);
    assertThat(budget.take("c", 10)).isInstanceOf(ByteBudget.Share.class);
  }

  @Test
  void leavesHalfToOthersThanTheGreediest() {
    budget.take("a", 50);

    assertThat(budget.take("a", 1)).isEqualTo(ByteBudget.Refused.TOO_MUCH_OF_ONE);
    assertThat(budget.take("b", 1)).isInstanceOf(ByteBudget.Share.class);
  }

  @Test
  void letsEveryoneSendTheLargestBody() {
    assertThat(new ByteBudget(100, 100).take("a", 100)).isInstanceOf(ByteBudget.Share.class);
  }

  @Test
  void takesAShareBackOnce() {
    ByteBudget.Share share = (ByteBudget.Share) budget.take("a", 20);
    budget.take("a", 30);

    share.giveBack();
    share.giveBack();

    assertThat(budget.taken()).isEqualTo(30);
    assertThat(budget.take("a", 21)).isEqualTo(ByteBudget.Refused.TOO_MUCH_OF_ONE);
    assertThat(budget.take("a", 20)).isInstanceOf(ByteBudget.Share.class);
  }

  @Test
  void aShareGetsSmallerButNeverLarger() {
    ByteBudget.Share share = (ByteBudget.Share) budget.take("a", 50);

    share.shrinkTo(10);
    share.shrinkTo(30);

    assertThat(budget.taken()).isEqualTo(10);
    assertThat(budget.take("a", 41)).isEqualTo(ByteBudget.Refused.TOO_MUCH_OF_ONE);
    assertThat(budget.take("a", 40)).isInstanceOf(ByteBudget.Share.class);
  }
}
