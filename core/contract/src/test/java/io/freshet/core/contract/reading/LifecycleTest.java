package io.freshet.core.contract.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.ContractException;
import io.freshet.core.contract.ContractTexts;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.Finding;
import io.freshet.core.contract.Lifecycle;
import io.freshet.core.contract.Lifecycle.Status;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LifecycleTest {
  private static final String LEVEL = "  - {property: freshness, value: 60, unit: s}\n";

  @Test
  void readsWhenAContractEnds() {
    Contract rides = parse(ending("deprecated", "'2026-12-31'"));

    assertThat(rides.lifecycle())
        .isEqualTo(new Lifecycle(Status.DEPRECATED, Optional.of(LocalDate.of(2026, 12, 31))));
    assertThat(parse(Draft.sound()).lifecycle()).isEqualTo(Lifecycle.active());
  }

  @Test
  void isAllowedWithoutATable() {
    Draft draft = ending("deprecated", "'2026-12-31'").without(LEVEL).withSetting("table", "none");

    assertThat(draft.findings()).isEmpty();
  }

  @Test
  void refusesAnEndThatIsNoDayOrOfAContractInUse() {
    assertThat(ending("deprecated", "soon").findings())
        .extracting(Finding::problem, Finding::remedy)
        .containsExactly(tuple("endOfLife is \"soon\"", "a day such as '2026-12-31'"));
    assertThat(ending("active", "'2026-12-31'").findings())
        .extracting(Finding::problem)
        .containsExactly("a contract in use has an end of life");
  }

  @Test
  void keepsRetiredContractsApart() {
    Contracts contracts =
        Contracts.of(List.of(parse(Draft.sound().with("status: active", "status: retired"))));

    assertThat(contracts.all()).isEmpty();
    assertThat(contracts.retired("rides")).isPresent();
    assertThatThrownBy(() -> contracts.require("rides"))
        .isInstanceOf(ContractException.class)
        .hasMessage("The contract rides is retired; its status in its file says so");
  }

  private static Draft ending(String status, String day) {
    return Draft.sound()
        .with("status: active", "status: " + status)
        .with(LEVEL, LEVEL + "  - {property: endOfLife, value: %s}\n".formatted(day));
  }

  private static Contract parse(Draft draft) {
    return ContractTexts.parse("rides", draft.text());
  }
}
