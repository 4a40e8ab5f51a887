package io.freshet.serving.eta.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.serving.eta.events.OrderEvent;
import io.freshet.serving.eta.events.OrderState;
import io.freshet.serving.eta.redis.RedisWrite;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TraceFunctionTest {
  private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  private static final OrderEvent STEP =
      new OrderEvent("oslo", 17, 3, OrderState.PREPARING, 1_000, null, null, null, false);

  private OneInputStreamOperatorTestHarness<TracedStep, OrderEvent> harness;

  @BeforeEach
  void open() throws Exception {
    harness = ProcessFunctionTestHarnesses.forProcessFunction(new TraceFunction());
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void tellsTheTraceOfAStepBesideIt() throws Exception {
    harness.processElement(new TracedStep(STEP, TRACE), STEP.millis());

    assertThat(harness.extractOutputValues()).containsExactly(STEP);
    assertThat(harness.getSideOutput(TraceFunction.TRACES))
        .extracting(StreamRecord::getValue)
        .containsExactly(
            new RedisWrite(
                "trace:{oslo:17}",
                3,
                1_000,
                60_000,
                "",
                "{\"order_version\":3,\"event_time_ms\":1000,\"traceparent\":\"%s\"}"
                    .formatted(TRACE)));
  }

  @Test
  void passesAStepWithoutOneOnAndTellsNothing() throws Exception {
    harness.processElement(new TracedStep(STEP, null), STEP.millis());

    assertThat(harness.extractOutputValues()).containsExactly(STEP);
    assertThat(harness.getSideOutput(TraceFunction.TRACES)).isNull();
  }
}
