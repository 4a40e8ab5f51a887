package io.freshet.core.envelope.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.PayloadBuilder;
import io.freshet.core.toolkit.FreshetException;
import java.nio.file.Path;
import java.time.Instant;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

class RoleViewTest {
  private static final Contract ORDERS =
      Contracts.read(Path.of("../../contracts")).require("order_events");

  private final ObjectNode seenByNobody =
      RoleView.ofNobody(ORDERS).json(order("boston", "created"));

  @Test
  void masksWhatIsNeitherPublicNorInternalForThoseWithoutARole() {
    assertThat(RoleView.ofNobody(ORDERS).masked())
        .containsExactly(
            "dasher_id",
            "customer_id",
            "dropoff_latitude",
            "dropoff_longitude",
            "subtotal_minor",
            "commission_minor",
            "dasher_pay_minor",
            "tip_minor");
    assertThat(seenByNobody.path("customer_id").isNull()).isTrue();
    assertThat(seenByNobody.path("order_id").asLong()).isEqualTo(4711);
  }

  @Test
  void showsARoleWhatTheContractGrantsIt() {
    RoleView opsLead = RoleView.of(ORDERS, "ops_lead");

    ObjectNode seen = opsLead.json(order("boston", "created"));

    assertThat(seen.path("subtotal_minor").asLong()).isEqualTo(1250);
    assertThat(seen.path("customer_id").isNull()).isTrue();
    assertThat(RoleView.of(ORDERS, "data_engineer").masked()).isEmpty();
  }

  @Test
  void leavesOutTheRowsThatTheRoleDoesNotSee() {
    RoleView lead = RoleView.of(ORDERS, "market_lead_san_francisco");

    assertThat(lead.shows(order("san_francisco", "created"))).isTrue();
    assertThat(lead.shows(order("boston", "created"))).isFalse();
    GenericRecord nowhere = order("boston", "created");
    nowhere.put("market", null);
    assertThat(lead.shows(nowhere)).isFalse();
  }

  @Test
  void refusesARoleThatMayReadNothing() {
    assertThatThrownBy(() -> RoleView.of(ORDERS, "intern"))
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

  private static GenericRecord order(String market, String state) {
    return new PayloadBuilder(ORDERS)
        .set("market", market)
        .set("order_id", 4711)
        .set("order_version", 1)
        .set("state", state)
        .set("event_time", Instant.parse("2026-11-01T08:00:00.123456Z"))
        .set("customer_id", 17)
        .set("pickup_latitude", 37.774929)
        .set("subtotal_minor", 1250)
        .set("synthetic", false)
        .build();
  }
}
