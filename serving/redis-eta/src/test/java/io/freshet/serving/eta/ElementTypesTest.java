package io.freshet.serving.eta;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.freshet.serving.eta.alert.AlertChange;
import io.freshet.serving.eta.alert.AlertWatch;
import io.freshet.serving.eta.alert.MarketStanding;
import io.freshet.serving.eta.dasher.Assignment;
import io.freshet.serving.eta.dasher.Dasher;
import io.freshet.serving.eta.dasher.DasherKey;
import io.freshet.serving.eta.dasher.DasherUpdate;
import io.freshet.serving.eta.dasher.IdleChange;
import io.freshet.serving.eta.dasher.Sighting;
import io.freshet.serving.eta.events.OrderEvent;
import io.freshet.serving.eta.events.Ping;
import io.freshet.serving.eta.order.Assigned;
import io.freshet.serving.eta.order.EtaUpdate;
import io.freshet.serving.eta.order.Forecast;
import io.freshet.serving.eta.order.Moment;
import io.freshet.serving.eta.order.OrderKey;
import io.freshet.serving.eta.order.OrderSignal;
import io.freshet.serving.eta.order.Trip;
import io.freshet.serving.eta.prediction.Calibration;
import io.freshet.serving.eta.prediction.Lesson;
import io.freshet.serving.eta.promise.Promise;
import io.freshet.serving.eta.redis.RedisWrite;
import io.freshet.serving.eta.supply.CellSupply;
import io.freshet.serving.eta.supply.DasherTrail;
import io.freshet.serving.eta.supply.MarketClock;
import io.freshet.serving.eta.supply.MarketSupply;
import io.freshet.serving.eta.supply.OrderTrail;
import io.freshet.serving.eta.supply.Picture;
import io.freshet.serving.eta.trace.TracedStep;
import io.freshet.serving.eta.travel.CellSpeed;
import io.freshet.serving.eta.travel.Hop;
import io.freshet.serving.eta.travel.PartKey;
import io.freshet.serving.eta.travel.SpeedWindow;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ElementTypesTest {
  @ParameterizedTest
  @ValueSource(
      classes = {
        AlertChange.class,
        AlertWatch.class,
        Assigned.class,
        Assignment.class,
        Calibration.class,
        CellSpeed.class,
        CellSupply.class,
        Dasher.class,
        DasherKey.class,
        DasherTrail.class,
        DasherUpdate.class,
        EtaUpdate.class,
        Forecast.class,
        Hop.class,
        IdleChange.class,
        Lesson.class,
        MarketClock.class,
        MarketStanding.class,
        MarketSupply.class,
        Moment.class,
        OrderEvent.class,
        OrderKey.class,
        OrderSignal.class,
        OrderTrail.class,
        PartKey.class,
        Picture.class,
        Ping.class,
        Promise.class,
        RedisWrite.class,
        Sighting.class,
        SpeedWindow.class,
        TracedStep.class,
        Trip.class
      })
  void hasASerializerOfItsOwn(Class<?> type) {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);

    assertThatCode(
            () ->
                TypeInformation.of(type).createSerializer(new SerializerConfigImpl(configuration)))
        .doesNotThrowAnyException();
  }
}
