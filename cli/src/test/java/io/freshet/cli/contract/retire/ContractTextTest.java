package io.freshet.cli.contract.retire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.contract.ContractTexts;
import io.freshet.core.contract.Lifecycle;
import io.freshet.core.contract.Lifecycle.Status;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContractTextTest {
  private static final LocalDate END = LocalDate.of(2026, 12, 1);

  @ParameterizedTest
  @ValueSource(strings = {"markets", "order_events", "dasher_efficiency"})
  void changesTwoLinesOfAShippedContract(String name) throws IOException {
    String before = Files.readString(Path.of("../contracts", name + ".yaml"));

    String after = ContractText.with(before, Status.DEPRECATED, END);

    assertThat(ContractTexts.parse(name, after).lifecycle())
        .isEqualTo(new Lifecycle(Status.DEPRECATED, Optional.of(END)));
    List<String> different = new ArrayList<>(after.lines().toList());
    different.removeAll(before.lines().toList());
    assertThat(different)
        .containsExactly("status: deprecated", "  - {property: endOfLife, value: '2026-12-01'}");
  }

  @Test
  void movesADayThatIsThere() throws IOException {
    String before = Files.readString(Path.of("../contracts/markets.yaml"));
    String once = ContractText.with(before, Status.DEPRECATED, END);

    String twice = ContractText.with(once, Status.DEPRECATED, END.plusDays(1));

    assertThat(twice).isEqualTo(once.replace("2026-12-01", "2026-12-02"));
    assertThat(ContractText.with(twice, Status.RETIRED)).contains("status: retired", "2026-12-02");
  }

  @Test
  void addsServiceLevelsWhereThereAreNone() {
    assertThat(ContractText.with("status: active # now\nname: a", Status.DEPRECATED, END))
        .isEqualTo(
            "status: deprecated # now\nname: a\nslaProperties:\n"
                + "  - {property: endOfLife, value: '2026-12-01'}\n");
  }

  @Test
  void leavesToAPersonWhatIsWrittenInAnotherWay() {
    assertThatThrownBy(
            () ->
                ContractText.with(
                    "status: active\nslaProperties: [{property: freshness}]\n",
                    Status.DEPRECATED,
                    END))
        .isInstanceOf(FreshetException.class)
        .hasMessage(
            "The contract's file is written in a way that can't be changed safely; write it"
                + " yourself: deprecated, and among slaProperties - {property: endOfLife, value:"
                + " '2026-12-01'}");
    assertThatThrownBy(
            () ->
                ContractText.with(
                    "status: active\n'slaProperties': [{property: endOfLife}]\n",
                    Status.DEPRECATED,
                    END))
        .hasMessageContaining("endOfLife");
    assertThatThrownBy(() -> ContractText.with("{status: active}", Status.RETIRED))
        .hasMessageEndingWith("status: retired");
  }
}
