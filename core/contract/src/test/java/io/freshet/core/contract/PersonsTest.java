package io.freshet.core.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PersonsTest {
  private final Contracts contracts = Contracts.read(Path.of("../../contracts"));

  @Test
  void contractsSayWhichPersonsTheyKnowOf() {
    assertThat(Persons.kinds(contracts.all())).containsExactly("customer", "dasher");
  }

  @Test
  void aPersonalColumnSaysWhomARowIsAbout() {
    assertThat(Persons.column(contracts.require("order_events"), "customer"))
        .get()
        .extracting(Field::name)
        .isEqualTo("customer_id");
    assertThat(Persons.column(contracts.require("dasher_pings"), "customer")).isEmpty();
    assertThat(Persons.column(contracts.require("order_events"), "order")).isEmpty();
  }

  @Test
  void whatIsPersonalOfAnOrderIsAboutWhoeverOrdered() {
    Contract orders = contracts.require("order_events");

    assertThat(Persons.through(contracts.require("eta_predictions"), orders, "customer"))
        .get()
        .extracting(Field::name)
        .isEqualTo("order_id");
    assertThat(Persons.through(contracts.require("eta_predictions"), orders, "dasher"))
        .as("its rows name dashers themselves")
        .isEmpty();
    assertThat(Persons.through(contracts.require("orders_history"), orders, "customer"))
        .as("nothing personal but the dasher")
        .isEmpty();
    assertThat(Persons.through(contracts.require("dasher_pings"), orders, "customer"))
        .as("about dashers, not orders")
        .isEmpty();
  }
}
