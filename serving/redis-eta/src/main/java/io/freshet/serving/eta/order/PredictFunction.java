package io.freshet.serving.eta.order;

import io.freshet.serving.eta.prediction.Calibration;
import io.freshet.serving.eta.prediction.Leg;
import io.freshet.serving.eta.prediction.Lesson;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.streaming.api.functions.co.BroadcastProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Turns moments into ETAs with what their market has taught. Lessons, not coefficients, are
 * broadcast: every subtask learns each of them, so nobody has to publish a model.
 */
public final class PredictFunction extends BroadcastProcessFunction<Moment, Lesson, EtaUpdate> {
  public static final MapStateDescriptor<String, Calibration> CALIBRATIONS =
      new MapStateDescriptor<>("calibrations", String.class, Calibration.class);

  private transient Calibration untaught;

  @Override
  public void processElement(Moment moment, ReadOnlyContext context, Collector<EtaUpdate> out)
      throws Exception {
    Calibration calibration = context.getBroadcastState(CALIBRATIONS).get(moment.market());
    double seconds = 0;
    for (Leg leg : moment.legs()) {
      seconds += (calibration == null ? untaught() : calibration).medianSeconds(leg);
    }
    out.collect(new EtaUpdate(moment, (int) Math.round(seconds)));
  }

  @Override
  public void processBroadcastElement(Lesson lesson, Context context, Collector<EtaUpdate> out)
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
