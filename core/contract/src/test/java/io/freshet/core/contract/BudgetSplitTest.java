package io.freshet.core.contract;

import static io.freshet.core.contract.BudgetSplit.validatorInterval;
import static io.freshet.core.contract.BudgetSplit.writerInterval;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.StreamSettings.Acknowledgement;
import io.freshet.core.contract.StreamSettings.Intake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetSplitTest {
  private static final Path SHIPPED = Path.of("../../contracts");
  private static final Contract PINGS = Contracts.read(SHIPPED).require("dasher_pings");

  @Test
  void commitsTheShippedStreamsEveryTenSeconds() {
    assertThat(writerInterval(List.of(PINGS))).isEqualTo(Duration.ofSeconds(10));
  }

  @ParameterizedTest
  @CsvSource({"PT3S, PT1S", "PT60S, PT10S", "PT5M, PT50S", "PT30M, PT5M", "PT24H, PT5M"})
  void commitsSixTimesPerBudgetWithinBounds(Duration freshness, Duration interval) {
    assertThat(writerInterval(List.of(PINGS.within(freshness)))).isEqualTo(interval);
  }

  @ParameterizedTest
  @CsvSource({
    "PT3S, PT1S, PT1S",
    "PT9S, PT1S, PT1S",
    "PT90S, PT5S, PT10S",
    "PT15M, PT50S, PT100S",
    "PT24H, PT5M, PT5M"
  })
  void sharesTheIntervalOfEventsThatWaitTwice(
      Duration freshness, Duration validator, Duration writer) {
    List<Contract> fed = List.of(fed(PINGS.within(freshness)));

    assertThat(validatorInterval(fed)).isEqualTo(validator);
    assertThat(writerInterval(fed)).isEqualTo(writer);
  }

  @Test
  void followsTheTightestBudget() {
    List<Contract> pool =
        List.of(
            PINGS.within(Duration.ofHours(24)),
            PINGS.within(Duration.ofSeconds(30)),
            PINGS.within(Duration.ofDays(2)));

    assertThat(writerInterval(pool)).isEqualTo(Duration.ofSeconds(5));
    assertThat(validatorInterval(pool.stream().map(BudgetSplitTest::fed).toList()))
        .isEqualTo(Duration.ofSeconds(30).dividedBy(18));
  }

  @Test
  void aFedStreamIsTighterThanOneThatIsNotWithTheSameBudget() {
    Contract direct = PINGS.within(Duration.ofSeconds(90));

    assertThat(writerInterval(List.of(direct, fed(direct)))).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void deadLettersThatAWriterReadsHaveWaitedOnce() {
    Contract deadLetters = Contracts.read(SHIPPED).deadLetters();

    assertThat(writerInterval(List.of(deadLetters)).plus(validatorInterval(List.of(deadLetters))))
        .isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void whatHasNoTableAsksForNoHaste() {
    Contract streamOnly =
        new Contract(
            PINGS.name(),
            PINGS.version(),
            PINGS.kind(),
            PINGS.documentation(),
            PINGS.schema(),
            PINGS.stream(),
            Optional.empty());

    assertThat(validatorInterval(List.of(fed(streamOnly)))).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void commitsEveryHalfMinuteWhereTheContractSaysNoBudget(@TempDir Path folder) throws IOException {
    String pings = Files.readString(SHIPPED.resolve("dasher_pings.yaml"));
    String unsaid =
        pings.replaceFirst(
            "(?s)slaProperties:.*?(?=customProperties:\\n  - \\{property: kind)", "");
    Files.writeString(folder.resolve("dasher_pings.yaml"), unsaid);

    Contract contract = Contracts.read(folder).require("dasher_pings");

    assertThat(unsaid).doesNotContain("freshness");
    assertThat(writerInterval(List.of(contract))).isEqualTo(Duration.ofSeconds(30));
  }

  private static Contract fed(Contract contract) {
    Intake raw = new Intake(List.of(), List.of(), Acknowledgement.DURABLE, true);

    return contract.with(contract.requireStream().with(raw));
  }
}
