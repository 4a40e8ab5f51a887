package io.freshet.bench.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.bench.Latency;
import io.freshet.bench.Machine;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConsoleResultTest {
  private static final Machine MACHINE = new Machine(2, "a processor", 24_000, "17.0.15", 0.5);

  @Test
  void tellsHowLongEachPageTook() {
    ConsoleResult result = result(page("home", true, 40, 0));

    JsonNode json = result.json();

    assertThat(json.path("bench").asText()).isEqualTo("console");
    assertThat(json.path("tables").asInt()).isEqualTo(10_000);
    assertThat(json.path("round_seconds").asDouble()).isEqualTo(301.2);
    assertThat(json.at("/runs/0/latency_ms/p99").asDouble()).isEqualTo(40);
    assertThat(result.ok()).isTrue();
  }

  @Test
  void findsAPageThatIsSlowerThanPromised() {
    assertThat(result(page("home", true, 312.4, 0)).findings())
        .containsExactly(
            "home: one answer of a hundred took more than 312 ms, and 200 are promised");
  }

  @Test
  void promisesNothingOfWhatNobodyLooksAt() {
    assertThat(result(page("metrics", false, 312.4, 0)).ok()).isTrue();
  }

  @Test
  void findsAnswersThatWereNoPage() {
    assertThat(result(page("home", true, 40, 3)).findings())
        .containsExactly("home: 3 of 200 answers were no page");
  }

  private static ConsoleResult.Page page(String name, boolean isPromised, double p99, int failed) {
    return new ConsoleResult.Page(
        name, isPromised, 200, new Latency(5, p99, p99), p99, 20_000, failed);
  }

  private static ConsoleResult result(ConsoleResult.Page page) {
    return new ConsoleResult(
        MACHINE,
        new ConsoleBench.Plan(10_000, 100, 100_000, 200, 2),
        new ConsoleResult.Held(301.23, 700),
        List.of(page));
  }
}
