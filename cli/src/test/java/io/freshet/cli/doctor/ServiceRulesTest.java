package io.freshet.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.assurance.alert.AlertSettings;
import io.freshet.cli.doctor.Finding.State;
import io.freshet.core.envelope.stream.KafkaSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What checks make of how servers answer, the console among them, and of their clocks. */
class ServiceRulesTest {
  private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
  private static final Path FILE = Path.of("p.yaml");

  @ParameterizedTest
  @CsvSource({"3, OK", "1, WARNING"})
  void replicasHaveBrokers(int brokers, State state) {
    assertThat(ServiceChecks.brokers(new KafkaSettings("a:1", 3), brokers).state())
        .isEqualTo(state);
  }

  @Test
  void theWorstOfTheServersIsTold() {
    Finding well = Finding.ok("http://g/health");
    Finding gone = Finding.failed("http://o/health answered 503", "mend it");
    Finding renewed = Finding.warning("its certificate is good for 2 d more", "renew it");
    Finding unnamed = Finding.skipped("it is not named");

    assertThat(ServerChecks.servers(Map.of("gateway", well, "live", renewed, "orders", gone)))
        .isEqualTo(Finding.failed("orders: http://o/health answered 503", "mend it"));
    assertThat(ServerChecks.servers(Map.of("gateway", well, "live", renewed)))
        .isEqualTo(Finding.warning("live: its certificate is good for 2 d more", "renew it"));
    assertThat(ServerChecks.servers(Map.of("gateway", well, "live", unnamed)))
        .isEqualTo(Finding.ok("gateway answer"));
    assertThat(ServerChecks.servers(Map.of("live", unnamed)).state()).isEqualTo(State.SKIPPED);
  }

  @ParameterizedTest
  @CsvSource({"freshet_console_trouble 0.0, OK", "freshet_console_trouble 1.0, FAILED"})
  void aConsoleThatCantMeasureIsNoneThatRuns(String metrics, State state) {
    assertThat(ConsoleChecks.console("http://c", "# TYPE x\n" + metrics + "\n").state())
        .isEqualTo(state);
  }

  @ParameterizedTest
  @CsvSource({
    "http, 127.0.0.1, http://127.0.0.1:8989",
    "https, 0.0.0.0, https://127.0.0.1:8989",
    "https, console.example, https://console.example:8989"
  })
  void aConsoleIsAskedWhereItListens(String scheme, String host, String address) {
    assertThat(ConsoleChecks.address(scheme, host, 8989)).isEqualTo(address);
  }

  @ParameterizedTest
  @CsvSource({"0.0, OK", "2.0, WARNING"})
  void aWebhookThatTakesNoAlertsIsTold(String lost, State state) {
    String metrics =
        "freshet_console_trouble 0.0\nfreshet_console_webhook_alerts_total{outcome=\"lost\"} %s\n"
            .formatted(lost);

    assertThat(ConsoleChecks.console("http://c", metrics).state()).isEqualTo(state);
  }

  @Test
  void alertsThatNobodyIsToldOfAreToldWhereNobodyLooks() {
    AlertSettings silent = new AlertSettings(Optional.empty(), Optional.empty());
    AlertSettings told =
        new AlertSettings(Optional.of(URI.create("https://pager.example/x")), Optional.empty());

    assertThat(ConsoleChecks.alerts(silent, false).state()).isEqualTo(State.WARNING);
    assertThat(ConsoleChecks.alerts(silent, true).state()).isEqualTo(State.SKIPPED);
    assertThat(ConsoleChecks.alerts(told, false).state()).isEqualTo(State.OK);
    assertThat(ConsoleChecks.alerts(told, false).seen()).doesNotContain("pager.example");
  }

  @ParameterizedTest
  @CsvSource({"P90D, OK", "P13D, WARNING", "PT-1S, FAILED"})
  void aCertificateIsRenewedInTime(Duration left, State state) {
    assertThat(ConsoleChecks.certificate(FILE, left, Finding.ok("measures")).state())
        .isEqualTo(state);
  }

  @ParameterizedTest
  @CsvSource({"PT1S, OK", "PT-1.5S, OK", "PT9S, WARNING", "PT-9S, WARNING", "PT2M, FAILED"})
  void clocksAgree(Duration ahead, State state) {
    assertThat(ClockChecks.skew("the store", ahead).state()).isEqualTo(state);
  }

  @Test
  void aSlowAnswerIsNoClockThatGoesWrong() {
    Instant answered = NOW.plusSeconds(10);

    assertThat(ClockChecks.ahead(NOW, NOW.plusSeconds(9), answered)).isZero();
    assertThat(ClockChecks.ahead(NOW, NOW.plusSeconds(13), answered))
        .isEqualTo(Duration.ofSeconds(3));
    assertThat(ClockChecks.ahead(NOW, NOW.minusSeconds(3), answered))
        .isEqualTo(Duration.ofSeconds(-3));
  }

  @Test
  void recordsOfThePastSayNothingOfAClock() {
    assertThat(ClockChecks.fromTheFuture(Duration.ofDays(-9)).state()).isEqualTo(State.OK);
    assertThat(ClockChecks.fromTheFuture(Duration.ofMinutes(9)).state()).isEqualTo(State.FAILED);
  }
}
