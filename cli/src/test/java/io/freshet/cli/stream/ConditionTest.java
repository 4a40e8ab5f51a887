package io.freshet.cli.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.envelope.view.RoleView;
import io.freshet.core.toolkit.FreshetException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {
  private final RoleView view = RoleView.ofNobody(Orders.contract());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "market=boston",
        "order_id=4711",
        "pickup_latitude=37.7749290",
        "event_time=2026-11-01T08:00:00.123456Z",
        "synthetic=false",
        "reason=null"
      })
  void holdsWhereTheColumnHasTheValue(String text) {
    assertThat(holds(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"market=bost", "market=", "order_id=471", "synthetic=true", "state=null"})
  void doesNotHoldElsewhere(String text) {
    assertThat(holds(text)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "market | 'market' is no condition; write column=value",
        "markt=boston | order_events has no column markt; did you mean market?",
        "order_id=many | order_id can't be 'many': it is long",
        "event_time=today | event_time can't be 'today': it is timestamp",
        "customer_id=17 | The column customer_id is masked, so events can't be chosen by it; name a"
            + " role that sees it with --role"
      })
  void refusesWhatNoEventCouldHoldOrTheRoleMustNotKnow(String text, String message) {
    assertThatThrownBy(() -> Condition.parse(text, Orders.contract(), view))
        .isInstanceOf(FreshetException.class)
        .hasMessage(message);
  }

  private boolean holds(String text) {
    return Condition.parse(text, Orders.contract(), view).holds(Orders.order("boston", "created"));
  }
}
