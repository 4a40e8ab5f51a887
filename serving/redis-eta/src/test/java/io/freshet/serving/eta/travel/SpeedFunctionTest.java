package io.freshet.serving.eta.travel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SpeedFunctionTest {
  private static final long MINUTE = 60_000;

  private KeyedOneInputStreamOperatorTestHarness<PartKey, Hop, CellSpeed> harness;

  @BeforeEach
  void open() throws Exception {
    harness =
        ProcessFunctionTestHarnesses.forKeyedProcessFunction(
            new SpeedFunction(Duration.ofSeconds(10)),
            PartKey::of,
            TypeInformation.of(PartKey.class));
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void tellsASpeedAtOnceAndThenOnceInTenSeconds() throws Exception {
    hop(1, 0, 100, 10);
    hop(1, 4_000, 100, 10);
    hop(1, 10_000, 100, 10);

    assertThat(harness.extractOutputValues())
        .containsExactly(
            new CellSpeed("m", 1, 100, 10, 15 * MINUTE),
            new CellSpeed("m", 1, 300, 30, 15 * MINUTE));
  }

  @Test
  void keepsPartsApart() throws Exception {
    hop(1, 0, 100, 10);
    hop(2, 0, 200, 10);

    assertThat(harness.extractOutputValues())
        .extracting(CellSpeed::meters)
        .containsExactly(100f, 200f);
  }

  @Test
  void forgetsAPartInWhichNothingMovesAnyMore() throws Exception {
    hop(1, 0, 100, 10);
    hop(2, 14 * MINUTE, 100, 10);

    harness.processWatermark(20 * MINUTE);

    assertThat(harness.extractOutputValues()).last().isEqualTo(CellSpeed.nothing("m", 1));
    assertThat(harness.numKeyedStateEntries()).isEqualTo(2); // window and told of the other part
  }

  @Test
  void staysSilentOnWhatComesTooLate() throws Exception {
    hop(1, 60 * MINUTE, 100, 10);
    hop(1, 0, 100, 10);

    assertThat(harness.extractOutputValues()).hasSize(1);
  }

  private void hop(long cell, long millis, double meters, double seconds) throws Exception {
    harness.processElement(new Hop("m", cell, millis, meters, seconds), millis);
  }
}
