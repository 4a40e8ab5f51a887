package io.freshet.bench.batch.day;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.bench.batch.day.Prediction.Stage;
import io.freshet.simulator.event.GeoPoint;
import io.freshet.simulator.event.Order;
import io.freshet.simulator.event.OrderState;
import io.freshet.simulator.event.OrderStep;
import io.freshet.simulator.event.OrderStep.Provenance;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PredictionsTest {
  private static final Path FEATURES = Path.of("..", "notebooks", "training", "features.json");
  private static final Order ORDER =
      new Order(
          "oslo",
          17,
          OptionalLong.empty(),
          OptionalLong.empty(),
          GeoPoint.ofDegrees(59.91, 10.75),
          GeoPoint.ofDegrees(59.93, 10.78),
          Optional.empty());

  private final Predictions predictions = new Predictions();
  private final List<Prediction> made = new ArrayList<>();

  @Test
  void tellsEachMinuteOfADeliveredOrder() {
    step(OrderState.CREATED, 0, OptionalLong.empty());
    step(OrderState.DASHER_ASSIGNED, 5, OptionalLong.of(3));
    step(OrderState.PICKED_UP, 12, OptionalLong.of(3));
    assertThat(made).isEmpty();

    step(OrderState.DELIVERED, 20, OptionalLong.of(3));

    assertThat(made).hasSize(20);
    assertThat(made.get(0).stage()).isEqualTo(Stage.PREPARATION);
    assertThat(made.get(5).stage()).isEqualTo(Stage.TO_RESTAURANT);
    assertThat(made.get(12).stage()).isEqualTo(Stage.TO_CUSTOMER);
    assertThat(made)
        .allSatisfy(
            each -> assertThat(each.remainingSeconds()).isBetween(40, (int) (20 * 60 * 1.3)));
  }

  @Test
  void tellsNothingOfAnOrderThatWasCancelledOrHadBegunBefore() {
    step(OrderState.CREATED, 0, OptionalLong.empty());
    step(OrderState.CANCELLED, 5, OptionalLong.empty());
    step(OrderState.PICKED_UP, 12, OptionalLong.of(3));
    step(OrderState.DELIVERED, 20, OptionalLong.of(3));

    assertThat(made).isEmpty();
  }

  @Test
  void hasTheFeaturesThatTrainingKnows() throws Exception {
    JsonNode declared = new ObjectMapper().readTree(FEATURES.toFile());

    step(OrderState.CREATED, 0, OptionalLong.empty());
    step(OrderState.DELIVERED, 1, OptionalLong.of(3));

    assertThat(made.get(0).features()).hasSize(declared.path("features").size());
    assertThat(Prediction.FEATURES_VERSION).isEqualTo(declared.path("version").asInt());
  }

  private void step(OrderState state, long minute, OptionalLong dasher) {
    predictions.take(
        new OrderStep(
            ORDER,
            1,
            state,
            TimeUnit.MINUTES.toMicros(minute),
            dasher,
            Optional.empty(),
            Provenance.OBSERVED),
        made::add);
  }
}
