package io.freshet.cli.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.assurance.probe.Probed;
import io.freshet.cli.output.RecordedShape;
import io.freshet.core.envelope.stream.Position;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProbeReportTest {
  private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
  private static final Duration BUDGET = Duration.ofSeconds(60);

  private final ProbeReport report = new ProbeReport();

  @Test
  void isWellWhenAllCameInTime() {
    for (int seconds = 1; seconds <= 20; seconds++) {
      report.add(probed(seconds));
    }

    JsonNode pings = report.json().path("streams").path(0);
    assertThat(report.ok()).isTrue();
    assertThat(pings.path("sent").asInt()).isEqualTo(20);
    assertThat(pings.path("late").asInt()).isZero();
    assertThat(pings.path("to_table_seconds").path("p50").asDouble()).isEqualTo(10);
    assertThat(pings.path("to_table_seconds").path("p95").asDouble()).isEqualTo(19);
    assertThat(pings.path("to_table_seconds").path("max").asDouble()).isEqualTo(20);
  }

  @Test
  void countsLateOnesAmongThePercentiles() {
    report.add(probed(5));
    report.add(probed(61));

    assertThat(report.ok()).isFalse();
    assertThat(printed()).contains("pings", "5.0 s", "> 60 s");
    assertThat(report.json().at("/streams/0/to_table_seconds/p95").isNull()).isTrue();
  }

  @Test
  void tellsHowLongTheGatewayAndTheLogTookAlsoForLateOnes() {
    report.add(answered(20, 30, 5));
    report.add(answered(40, 90, 61));

    JsonNode pings = report.json().at("/streams/0");
    assertThat(pings.at("/to_answer_seconds/p50").asDouble()).isEqualTo(0.02);
    assertThat(pings.at("/to_answer_seconds/max").asDouble()).isEqualTo(0.04);
    assertThat(pings.at("/to_log_seconds/max").asDouble()).isEqualTo(0.09);
    assertThat(printed()).contains("answer p95", "40 ms", "log p95", "90 ms");
  }

  @Test
  void saysNothingOfAnswersWithoutAGateway() {
    report.add(probed(5));

    assertThat(report.json().at("/streams/0").has("to_answer_seconds")).isFalse();
    assertThat(report.json().at("/streams/0/to_log_seconds/max").isNumber()).isTrue();
    assertThat(printed()).doesNotContain("answer");
  }

  @Test
  void keepsTheFieldsThatReleasesHad() {
    report.add(answered(20, 30, 5));
    report.addEmpty("orders");

    RecordedShape.assertKept("probe", report.json());
  }

  @Test
  void isNotWellWhereNothingWasMeasured() {
    report.addEmpty("orders");

    assertThat(report.ok()).isFalse();
    assertThat(printed()).contains("orders: no event to copy");
    assertThat(report.json().at("/without_events/0").asText()).isEqualTo("orders");
  }

  @Test
  void isNotWellWhereAnEventDidNotGetIntoTheLog() {
    report.add(probed(1));
    report.addFailure();

    assertThat(report.ok()).isFalse();
    assertThat(report.json().path("failures").asInt()).isEqualTo(1);
  }

  private String printed() {
    StringWriter text = new StringWriter();
    report.print(new PrintWriter(text, true));

    return text.toString();
  }

  private static Probed probed(int seconds) {
    return probed(Optional.empty(), NOON, seconds);
  }

  private static Probed answered(int millis, int millisToLog, int seconds) {
    return probed(Optional.of(Duration.ofMillis(millis)), NOON.plusMillis(millisToLog), seconds);
  }

  private static Probed probed(Optional<Duration> toAnswer, Instant receivedAt, int seconds) {
    return new Probed(
        "pings",
        NOON,
        toAnswer,
        new Position("pings", 0, 7, receivedAt),
        Optional.of(Duration.ofSeconds(seconds)),
        BUDGET);
  }
}
