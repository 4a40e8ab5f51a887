package io.freshet.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OrderAuditTest {
  private static final OrderStep CREATED = new OrderStep(17, 1, "created");
  private static final OrderStep CONFIRMED = new OrderStep(17, 2, "confirmed");

  private static final List<OrderStep> BOTH = List.of(CREATED, CONFIRMED);

  @Test
  void findsNothingWhereAllAgree() {
    assertThat(new OrderAudit(BOTH, BOTH, BOTH).findings()).isEmpty();
  }

  @Test
  void findsAnAnsweredStepThatIsGone() {
    assertThat(new OrderAudit(BOTH, List.of(CREATED), List.of(CREATED)).findings())
        .containsExactly(
            "1 steps of orders are answered as made and not in Postgres, the first version 2"
                + " (confirmed) of order 17");
  }

  @Test
  void findsAStepThatNobodyWasToldOf() {
    assertThat(new OrderAudit(List.of(CREATED), BOTH, BOTH).findings())
        .singleElement()
        .asString()
        .contains("in Postgres and answered as made to nobody");
  }

  @Test
  void findsAStepThatIsNoEvent() {
    assertThat(new OrderAudit(BOTH, BOTH, List.of(CREATED)).findings())
        .singleElement()
        .asString()
        .contains("in Postgres and no event");
  }

  @Test
  void findsAnEventThatCameTwice() {
    assertThat(new OrderAudit(BOTH, BOTH, List.of(CREATED, CREATED, CONFIRMED)).findings())
        .singleElement()
        .asString()
        .contains("an event twice");
  }

  @Test
  void findsAnEventThatCameBeforeTheOneItFollows() {
    assertThat(new OrderAudit(BOTH, BOTH, List.of(CONFIRMED, CREATED)).findings())
        .singleElement()
        .asString()
        .contains("an event before the step that it follows");
  }
}
