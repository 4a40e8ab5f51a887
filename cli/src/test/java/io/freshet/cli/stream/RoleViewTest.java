package io.freshet.cli.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.toolkit.FreshetException;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

class RoleViewTest {
  private final ObjectNode seenByNobody =
      RoleView.ofNobody(Orders.contract()).json(Orders.order("boston", "created"));

  @Test
  void masksWhatIsNeitherPublicNorInternalForThoseWithoutARole() {
    assertThat(RoleView.ofNobody(Orders.contract()).masked())
        .containsExactly(
            "dasher_id", "customer_id", "dropoff_latitude", "dropoff_longitude", "subtotal_minor");
    assertThat(seenByNobody.path("customer_id").isNull()).isTrue();
    assertThat(seenByNobody.path("order_id").asLong()).isEqualTo(4711);
  }

  @Test
  void showsARoleWhatTheContractGrantsIt() {
    RoleView opsLead = RoleView.of(Orders.contract(), "ops_lead");

    ObjectNode seen = opsLead.json(Orders.order("boston", "created"));

    assertThat(seen.path("subtotal_minor").asLong()).isEqualTo(1250);
    assertThat(seen.path("customer_id").isNull()).isTrue();
    assertThat(RoleView.of(Orders.contract(), "data_engineer").masked()).isEmpty();
  }

  @Test
  void leavesOutTheRowsThatTheRoleDoesNotSee() {
    RoleView lead = RoleView.of(Orders.contract(), "market_lead_san_francisco");

    assertThat(lead.shows(Orders.order("san_francisco", "created"))).isTrue();
    assertThat(lead.shows(Orders.order("boston", "created"))).isFalse();
    GenericRecord nowhere = Orders.order("boston", "created");
    nowhere.put("market", null);
    assertThat(lead.shows(nowhere)).isFalse();
  }

  @Test
  void refusesARoleThatMayReadNothing() {
    assertThatThrownBy(() -> RoleView.of(Orders.contract(), "intern"))
        .isInstanceOf(FreshetException.class)
        .hasMessage(
            "The contract order_events grants the role intern nothing; it grants reading to"
                + " analyst, data_scientist, ops_lead, market_lead_san_francisco, data_engineer");
  }

  @Test
  void showsValuesAsTheGatewayTakesThem() {
    assertThat(seenByNobody.path("event_time").asText()).isEqualTo("2026-11-01T08:00:00.123456Z");
    assertThat(seenByNobody.path("pickup_latitude")).hasToString("37.774929");
    assertThat(seenByNobody.path("synthetic").isBoolean()).isTrue();
    assertThat(seenByNobody.path("reason").isNull()).isTrue();
  }
}
