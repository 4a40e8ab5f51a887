package io.freshet.ingestion.validator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.ContractTexts;
import io.freshet.core.contract.Contracts;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.testing.samples.Views;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValidatorApplicationTest {
  private static final Contract SILENT =
      ContractTexts.parse("taps", Views.yaml("taps", "- {property: takesRawJson, value: false}"));

  @Test
  void feedsTheContractsThatSaySo() {
    Contracts contracts = Contracts.of(List.of(SILENT, Views.contract()));

    assertThat(ValidatorApplication.fed(contracts, "raw_json"))
        .extracting(Contract::name)
        .containsExactly("views");
  }

  @Test
  void refusesToRunForNothing() {
    assertThatThrownBy(() -> ValidatorApplication.fed(Contracts.of(List.of(SILENT)), "raw_json"))
        .isInstanceOf(FreshetException.class)
        .hasMessage("No contract takes raw JSON; give one the customProperty takesRawJson: true");
  }

  @Test
  void refusesAStreamAsTheRawTopic() {
    assertThatThrownBy(
            () -> ValidatorApplication.fed(Contracts.of(List.of(SILENT, Views.contract())), "taps"))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "validator.topic is taps; it must be a topic of its own: a contract bears that name");
  }
}
