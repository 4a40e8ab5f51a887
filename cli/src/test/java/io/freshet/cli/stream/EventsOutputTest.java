package io.freshet.cli.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Lifecycle;
import io.freshet.core.contract.Lifecycle.Status;
import io.freshet.core.envelope.view.RoleView;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventsOutputTest {
  private static final String MASKED =
      "Masked; name a --role to see more: dasher_id, customer_id, dropoff_latitude,"
          + " dropoff_longitude, subtotal_minor, commission_minor, dasher_pay_minor, tip_minor";

  @Test
  void saysOfAStreamInUseWhatIsKeptBack() {
    assertThat(notices(Lifecycle.active())).containsExactly(MASKED);
  }

  @Test
  void warnsOfAStreamThatIsOnItsWayOut() {
    Lifecycle ending = new Lifecycle(Status.DEPRECATED, Optional.of(LocalDate.parse("2027-03-01")));

    assertThat(notices(ending))
        .containsExactly(
            "order_events is deprecated, kept up until 2027-03-01; its owner is delivery-orders",
            MASKED);
  }

  @Test
  void warnsWhereNobodyHasSaidUntilWhenToo() {
    assertThat(notices(new Lifecycle(Status.DEPRECATED, Optional.empty())))
        .containsExactly("order_events is deprecated; its owner is delivery-orders", MASKED);
  }

  private static List<String> notices(Lifecycle lifecycle) {
    Contract contract = Orders.contract().with(lifecycle);

    return new EventsOutput().notices(contract, RoleView.ofNobody(contract));
  }
}
