package io.freshet.cli.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.freshet.assurance.freshness.Freshness.Verdict;
import io.freshet.assurance.history.HopAge;
import io.freshet.assurance.probe.Probed;
import io.freshet.cli.probe.ProbeCommand.Via;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.stream.Position;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProbeCommandTest {
  private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

  private final Contracts contracts = Contracts.read(Path.of("..", "contracts"));

  @Test
  void tellsOfEveryStepThatAnEventTook() {
    Optional<Duration> answered = Optional.of(Duration.ofMillis(12));
    Optional<Duration> inTime = Optional.of(Duration.ofMillis(7_300));

    assertThat(ProbeCommand.describe(probed(Optional.empty(), inTime)))
        .isEqualTo("pings  in the log after 0.2 s, in the table 7.3 s later");
    assertThat(ProbeCommand.describe(probed(answered, inTime)))
        .isEqualTo("pings  answered after 12 ms, in the log after 0.2 s, in the table 7.3 s later");
    assertThat(ProbeCommand.describe(probed(answered, Optional.empty())))
        .isEqualTo("pings  answered after 12 ms, not in the table within its budget, 60 s");
  }

  @Test
  void probesEveryStreamThatHasATable() {
    assertThat(ProbeCommand.streams(contracts, Via.KAFKA))
        .extracting(Contract::name)
        .contains("dasher_pings", "order_events", "markets");
  }

  @Test
  void probesByTheGatewayOnlyWhereItLetsAnybodySend() {
    assertThat(ProbeCommand.streams(contracts, Via.GATEWAY))
        .extracting(Contract::name)
        .contains("dasher_pings", "order_events")
        .doesNotContain("markets");
  }

  @Test
  void keepsEachStepThatAnEventTookUnderItsTablesName() {
    Optional<Duration> answered = Optional.of(Duration.ofMillis(12));
    Optional<Duration> inTime = Optional.of(Duration.ofMillis(7_300));

    assertThat(ProbeHistory.ages(contracts, probed("dasher_pings", answered, inTime)))
        .extracting(HopAge::table, HopAge::hop, HopAge::age, HopAge::verdict)
        .containsExactly(
            tuple("raw.dasher_pings", "answer", answered.get(), Verdict.FRESH),
            tuple("raw.dasher_pings", "arrival", Duration.ofMillis(200), Verdict.FRESH),
            tuple("raw.dasher_pings", "table", inTime.get(), Verdict.FRESH));
    assertThat(
            ProbeHistory.ages(
                contracts, probed("dasher_pings", Optional.empty(), Optional.empty())))
        .extracting(HopAge::hop, HopAge::verdict)
        .containsExactly(tuple("arrival", Verdict.LATE));
  }

  private static Probed probed(Optional<Duration> toAnswer, Optional<Duration> toTable) {
    return probed("pings", toAnswer, toTable);
  }

  private static Probed probed(
      String stream, Optional<Duration> toAnswer, Optional<Duration> toTable) {
    return new Probed(
        stream,
        NOON,
        toAnswer,
        new Position("pings", 0, 7, NOON.plusMillis(200)),
        toTable,
        Duration.ofSeconds(60));
  }
}
