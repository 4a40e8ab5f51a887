package io.freshet.serving.eta.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.serving.eta.dasher.Assignment;
import io.freshet.serving.eta.dasher.Assignment.Kind;
import io.freshet.serving.eta.events.OrderEvent;
import io.freshet.serving.eta.events.OrderState;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AssignmentFunctionTest {
  private static final Long NOBODY = null;

  private KeyedOneInputStreamOperatorTestHarness<OrderKey, OrderEvent, OrderEvent> harness;

  @BeforeEach
  void open() throws Exception {
    harness =
        ProcessFunctionTestHarnesses.forKeyedProcessFunction(
            new AssignmentFunction(),
            event -> new OrderKey(event.market(), event.orderId()),
            TypeInformation.of(OrderKey.class));
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void letsEachVersionThroughOnceAndNoneBackwards() throws Exception {
    step(1, OrderState.CREATED, NOBODY);
    step(3, OrderState.PICKED_UP, 7L);
    step(3, OrderState.PICKED_UP, 7L);
    step(2, OrderState.READY, NOBODY);

    assertThat(harness.extractOutputValues())
        .extracting(OrderEvent::orderVersion)
        .containsExactly(1, 3);
  }

  @Test
  void tellsTheDasherFromAssignmentToDelivery() throws Exception {
    step(1, OrderState.DASHER_ASSIGNED, 7L);
    step(2, OrderState.PICKED_UP, NOBODY);
    step(3, OrderState.DELIVERED, 7L);

    assertThat(assignments()).extracting(Assignment::dasherId).containsOnly(7L);
    assertThat(assignments())
        .extracting(Assignment::kind)
        .containsExactly(Kind.ASSIGNED, Kind.PICKED_UP, Kind.RELEASED);
  }

  @Test
  void releasesTheDasherThatLosesTheOrder() throws Exception {
    step(1, OrderState.DASHER_ASSIGNED, 7L);
    step(2, OrderState.DASHER_ASSIGNED, 8L);

    assertThat(assignments())
        .extracting(a -> a.dasherId() + " " + a.kind())
        .containsExactly("7 ASSIGNED", "7 RELEASED", "8 ASSIGNED");
  }

  @Test
  void releasesTheDasherWhoGivesTheOrderBack() throws Exception {
    step(1, OrderState.DASHER_ASSIGNED, 7L);
    step(2, OrderState.READY, NOBODY);
    step(3, OrderState.DASHER_ASSIGNED, 7L);

    assertThat(assignments())
        .extracting(a -> a.dasherId() + " " + a.kind())
        .containsExactly("7 ASSIGNED", "7 RELEASED", "7 ASSIGNED");
  }

  @Test
  void tellsNobodyWhenAnOrderWithoutDasherIsCancelled() throws Exception {
    step(1, OrderState.CREATED, NOBODY);
    step(2, OrderState.CANCELLED, NOBODY);

    assertThat(assignments()).isEmpty();
  }

  @Test
  void forgetsAnOrderADayAfterItsLastStep() throws Exception {
    step(1, OrderState.CREATED, NOBODY);
    step(2, OrderState.DELIVERED, 7L);

    harness.processWatermark(2 + AssignmentFunction.REMEMBER_MILLIS - 1);
    assertThat(harness.numKeyedStateEntries()).isEqualTo(1);
    harness.processWatermark(2 + AssignmentFunction.REMEMBER_MILLIS);
    assertThat(harness.numKeyedStateEntries()).isZero();
  }

  @Test
  void setsOneTimerForAnOrder() throws Exception {
    step(1, OrderState.CREATED, NOBODY);
    step(2, OrderState.DELIVERED, 7L);

    assertThat(harness.numEventTimeTimers()).isEqualTo(1);
  }

  private void step(int version, OrderState state, Long dasherId) throws Exception {
    harness.processElement(
        new OrderEvent("m", 1, version, state, version, dasherId, null, null, false), version);
  }

  private List<Assignment> assignments() {
    return harness.getSideOutput(AssignmentFunction.ASSIGNMENTS) == null
        ? List.of()
        : harness.getSideOutput(AssignmentFunction.ASSIGNMENTS).stream()
            .map(StreamRecord::getValue)
            .toList();
  }
}
