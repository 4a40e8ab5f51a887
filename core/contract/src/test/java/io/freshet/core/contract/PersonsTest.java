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
}
