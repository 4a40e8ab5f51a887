package io.freshet.serving.eta.order;

import io.freshet.serving.eta.prediction.Calibration;
import io.freshet.serving.eta.prediction.Lesson;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.streaming.api.functions.co.BroadcastProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Turns moments into forecasts with what their market has taught. Lessons, not coefficients, are
 * broadcast: every subtask learns each of them, so nobody has to publish a model.
 */
public final class PredictFunction extends BroadcastProcessFunction<Moment, Lesson, Forecast> {
  public static final MapStateDescriptor<String, Calibration> CALIBRATIONS =
      new MapStateDescriptor<>("calibrations", String.class, Calibration.class);

  private transient Calibration untaught;

  @Override
  public void processElement(Moment moment, ReadOnlyContext context, Collector<Forecast> out)
      throws Exception {
    Calibration calibration = context.getBroadcastState(CALIBRATIONS).get(moment.market());
    out.collect(ForecastRule.of(moment, calibration == null ? untaught() : calibration));
  }

  @Override
  public void processBroadcastElement(Lesson lesson, Context context, Collector<Forecast> out)
      throws Exception {
    BroadcastState<String, Calibration> calibrations = context.getBroadcastState(CALIBRATIONS);
    Calibration known = calibrations.get(lesson.market());
    Calibration calibration = known == null ? new Calibration() : known;
    lesson.outcomes().forEach(calibration::learn);
    calibrations.put(lesson.market(), calibration);
  }

  private Calibration untaught() {
    if (untaught == null) {
      untaught = new Calibration();
    }

    return untaught;
  }
}
