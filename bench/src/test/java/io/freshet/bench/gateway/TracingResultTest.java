package io.freshet.bench.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.bench.Latency;
import io.freshet.bench.Machine;
import io.freshet.bench.gateway.TracingResult.Round;
import io.freshet.bench.gateway.TracingResult.Way;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class TracingResultTest {
  @Test
  void holdsEachRoundAgainstThatOfTheSameShapeWithoutTracing() {
    Way off = way("single", Double.NaN, 20, 40, 10);
    Way on = way("single", 1, 22, 42, 13);
    TracingResult result =
        new TracingResult(
            Machine.here(), List.of(way("batch", Double.NaN, 1, 1, 1), off, on), List.of());

    assertThat(result.overheads(on)).hasSize(3).isSorted();
    assertThat(result.overhead(on)).isCloseTo(0.1, within(1e-9));
    assertThat(result.overhead(off)).isZero();
    assertThat(on.cpuMicrosPerEvent()).isEqualTo(22);
  }

  @Test
  void tellsNoRatioWhereNothingIsTraced() {
    Way off = way("single", Double.NaN, 20);
    JsonNode runs =
        new TracingResult(Machine.here(), List.of(off, way("single", 0.5, 21)), List.of())
            .json()
            .path("runs");

    assertThat(runs.get(0).path("sample_ratio").isNull()).isTrue();
    assertThat(runs.get(0).path("peer").asBoolean()).isTrue();
    assertThat(runs.get(1).path("sample_ratio").asDouble()).isEqualTo(0.5);
    assertThat(runs.get(1).path("overhead").asDouble()).isCloseTo(0.05, within(1e-9));
  }

  private static Way way(String shape, double ratio, double... micros) {
    return new Way(
        shape,
        ratio,
        DoubleStream.of(micros).mapToObj(each -> new Round(each, new Latency(1, 2, 3))).toList(),
        0);
  }
}
